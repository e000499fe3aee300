#include "bench/language/device_settings_reader.hpp"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/read_map.hpp"

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

}  // namespace

std::optional<std::uint64_t> read_date(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto date = parse_date(*text);
  if (!date) {
    reader.mistake(
        node, fmt::format("should be a date from 1980-01-06 on, such as 2011-06-07 12:00:00, is {}", describe(node)));
  }
  return date;
}

Changes<modem::ImageSettings> read_boot_version(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return {};
  const auto dot = text->find('.');
  const auto major = dot != std::string::npos ? digits_at(*text, 0, dot) : std::nullopt;
  const auto minor = dot != std::string::npos ? digits_at(*text, dot + 1, text->size() - dot - 1) : std::nullopt;
  if (!major || !minor || *major > UINT16_MAX || *minor > UINT16_MAX) {
    reader.mistake(node, fmt::format("should be a version such as 1.11, is {}", describe(node)));
    return {};
  }
  return {[major = static_cast<std::uint16_t>(*major),
           minor = static_cast<std::uint16_t>(*minor)](modem::ImageSettings& image) {
    image.boot_major = major;
    image.boot_minor = minor;
  }};
}

std::optional<std::vector<modem::ImageSettings>> read_images(Reader& reader, const YamlNode& node) {
  const auto items = reader.one_or_list(node);
  if (items.size() > kMaxImages) {
    reader.mistake(node, fmt::format("should have {} images at most, has {}", kMaxImages, items.size()));
    return std::nullopt;
  }
  std::vector<modem::ImageSettings> images;
  for (const auto& item : items) read_into(reader, item, grammar::image, images.emplace_back());
  return images;
}

}  // namespace modembench::bench
