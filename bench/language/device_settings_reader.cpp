#include "bench/language/device_settings_reader.hpp"

#include <array>
#include <charconv>
#include <chrono>

#include "bench/language/changes_reader.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/setter.hpp"

namespace modembench::bench {
namespace {

/// So many images of a type fit List Stored Images with room to spare; a real modem has a handful.
constexpr std::size_t kMaxImages = 32;

/// The number that the digits [at, at + size) of `text` are; nothing if they aren't.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t size) {
  if (text.size() < at + size) return std::nullopt;
  int number = 0;
  const auto* begin = text.data() + at;
  const auto [end, error] = std::from_chars(begin, begin + size, number);
  if (error != std::errc() || end != begin + size || number < 0) return std::nullopt;
  return number;
}

/// "2011-06-07 12:00:00" as milliseconds since 1980-01-06 00:00, without leap seconds.
std::optional<std::uint64_t> parse_date(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view kShape = "0000-00-00 00:00:00";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] != '0' && text[i] != kShape[i]) return std::nullopt;
  }
  const auto years = digits_at(text, 0, 4);
  const auto months = digits_at(text, 5, 2);
  const auto days = digits_at(text, 8, 2);
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!years || !months || !days || !hour || !minute || !second) return std::nullopt;
  const year_month_day date{year(*years), month(static_cast<unsigned>(*months)), day(static_cast<unsigned>(*days))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const sys_seconds moment = sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second);
  const sys_seconds epoch = sys_days(year_month_day(year(1980), January, day(6)));
  if (moment < epoch) return std::nullopt;
  return static_cast<std::uint64_t>(milliseconds(moment - epoch).count());
}

void read_date(Reader& reader, const YamlNode& node, std::uint64_t& place) {
  const auto text = reader.text(node);
  if (!text) return;
  if (const auto date = parse_date(*text)) {
    place = *date;
  } else {
    reader.mistake(
        node, fmt::format("should be a date from 1980-01-06 on, such as 2011-06-07 12:00:00, is {}", describe(node)));
  }
}

void read_version(Reader& reader, const YamlNode& node, modem::ImageSettings& image) {
  const auto text = reader.text(node);
  if (!text) return;
  const auto dot = text->find('.');
  const auto major = dot != std::string::npos ? digits_at(*text, 0, dot) : std::nullopt;
  const auto minor = dot != std::string::npos ? digits_at(*text, dot + 1, text->size() - dot - 1) : std::nullopt;
  if (major && minor && *major <= UINT16_MAX && *minor <= UINT16_MAX) {
    image.boot_major = static_cast<std::uint16_t>(*major);
    image.boot_minor = static_cast<std::uint16_t>(*minor);
  } else {
    reader.mistake(node, fmt::format("should be a version such as 1.11, is {}", describe(node)));
  }
}

modem::ImageSettings read_image(Reader& reader, const YamlNode& node) {
  modem::ImageSettings image;
  Setter set(reader, node, grammar::image);
  set.short_text("build id", image.build_id);
  set.short_text("unique id", image.unique_id);
  set.number("storage index", image.storage_index);
  set.number("failure count", image.failure_count);
  if (const auto* version = set.find("boot version")) read_version(reader, *version, image);
  set.number("pri version", image.pri_version);
  set.short_text("pri info", image.pri_info);
  set.number("oem lock id", image.oem_lock_id);
  return image;
}

/// A list takes the place of the one before it: images have no names by which single ones could be set.
void read_images(Reader& reader, const YamlNode& node, std::vector<modem::ImageSettings>& images) {
  const auto items = reader.one_or_list(node);
  if (items.size() > kMaxImages) {
    reader.mistake(node, fmt::format("should have {} images at most, has {}", kMaxImages, items.size()));
    return;
  }
  images.clear();
  for (const auto& item : items) images.push_back(read_image(reader, item));
}

void read_usb_faults(Setter& set, modem::UsbFaults& usb) {
  using Notification = modem::UsbFaults::Notification;
  using Fetch = modem::UsbFaults::Fetch;
  set.choice("notification", "fate of the notification",
             std::array{Notification::sent, Notification::dropped, Notification::stalled}, usb.notification);
  set.choice("fetch", "fate of a fetch",
             std::array{Fetch::answered, Fetch::stalled, Fetch::late, Fetch::empty, Fetch::oversized}, usb.fetch);
  set.duration("fetch delay", usb.fetch_delay);
  set.truth("silent", usb.silent);
  set.truth("boot loader", usb.boot_loader);
}

}  // namespace

void read_power(Reader& reader, const YamlNode& node, modem::PowerSettings& power) {
  Setter set(reader, node, grammar::power);
  set.named("state", power.state);
  set.number("battery level", power.battery_level);
}

void read_usb_settings(Reader& reader, const YamlNode& node, modem::Profile& profile) {
  Setter set(reader, node, grammar::usb_settings);
  read_usb_faults(set, profile.usb_faults);
  set.number("configurations", profile.usb.configurations);
}

Changes<modem::UsbFaults> read_usb_changes(Reader& reader, const YamlNode& node) {
  return changes_of<modem::UsbFaults>(reader, node, [](Reader& by, const YamlNode& from, modem::UsbFaults& usb) {
    Setter set(by, from, grammar::usb_while_running);
    read_usb_faults(set, usb);
  });
}

void read_power_change(Reader& reader, const YamlNode& node, modem::Surroundings& change) {
  Setter set(reader, node, grammar::power);
  set.named("state", change.power_state);
  set.number("battery level", change.battery_level);
}

void read_device(Reader& reader, const YamlNode& node, modem::DeviceSettings& device) {
  Setter set(reader, node, grammar::device);
  if (const auto* date = set.find("date")) read_date(reader, *date, device.time_at_start);
  set.named("time source", device.time_source);
  set.number("prl", device.prl);
  if (const auto* activation = set.find("activation")) {
    Setter state(reader, *activation, grammar::activation);
    state.named("state", device.activation_state);
    state.duration("takes", device.activation_takes);
  }
  set.digits("programming code", device.programming_code);
  if (const auto* lock = set.find("user lock")) {
    Setter state(reader, *lock, grammar::user_lock);
    state.truth("enabled", device.user_lock);
    state.digits("code", device.user_lock_code);
  }
  set.truth("reset needs offline", device.reset_needs_offline);
  set.duration("restart after", device.restart_after);
  set.duration("shut down after", device.shut_down_after);
}

void read_firmware(Reader& reader, const YamlNode& node, modem::FirmwareSettings& firmware) {
  Setter set(reader, node, grammar::firmware);
  set.number("id", firmware.id);
  set.number("host lock id", firmware.host_lock_id);
  set.number("maximum images", firmware.maximum_images);
  set.number("maximum build id length", firmware.maximum_build_id);
  if (const auto* images = set.find("modem images")) read_images(reader, *images, firmware.modem_images);
  if (const auto* images = set.find("pri images")) read_images(reader, *images, firmware.pri_images);
}

void read_control(Reader& reader, const YamlNode& node, modem::ControlSettings& control) {
  Setter set(reader, node, grammar::control);
  set.truth("instance id", control.instance_id);
  set.truth("raw ip", control.raw_ip);
  set.short_text("version addendum", control.version_addendum);
}

}  // namespace modembench::bench
