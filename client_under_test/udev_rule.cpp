#include "client_under_test/udev_rule.hpp"

#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"
#include "files/owner_mark.hpp"
#include "files/removal.hpp"
#include "files/whole_file.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRulesFolder = "/run/udev/rules.d";
constexpr const char* kRule = "/run/udev/rules.d/76-modembench.rules";

const std::string kMadeBy = "# Made by modembench for as long as it runs: ";

// What stands there is nobody's, or was left by a run of ours that is dead.
tl::expected<void, std::string> may_replace() {
  if (!files::look(AT_FDCWD, kRule)) return {};
  constexpr std::size_t kLimit = 65536;
  const auto text = files::read_whole(kRule, kLimit);
  const auto first = text ? text->substr(0, text->find('\n')) : std::string();
  const auto owner = first.starts_with(kMadeBy) ? files::owner_from(first.substr(kMadeBy.size())) : std::nullopt;
  if (!owner) return tl::unexpected(fmt::format("{} isn't modembench's; it is left as it is", kRule));
  if (files::is_dead(*owner)) return {};
  return tl::unexpected(fmt::format("{} is that of process {}, which isn't shown to be dead", kRule, owner->process));
}

bool control(const char* order) {
  const pid_t child = fork_to([order] {
    detach_standard_streams();
    execlp("udevadm", "udevadm", "control", order, nullptr);
    return 127;
  });
  return child > 0 && wait_for(child) == 0;
}

// udevd looks by itself, but only every few seconds.
bool reload() { return control("--reload"); }

}  // namespace

std::string udev_rule(const UdevPorts& ports, const modem::UsbIdentity& usb) {
  std::string text =
      fmt::format("ATTRS{{idVendor}}==\"{:04x}\", ATTRS{{idProduct}}==\"{:04x}\", ENV{{.MODEMBENCH}}=\"1\"\n",
                  usb.vendor, usb.product);
  for (const auto& interface : usb.shape.interfaces) {
    if (ports.contains(interface.port)) continue;
    text += fmt::format(
        "ENV{{.MODEMBENCH}}==\"1\", SUBSYSTEM==\"tty|usbmisc|net\", ATTRS{{bInterfaceNumber}}==\"{:02x}\", "
        "ENV{{ID_MM_PORT_IGNORE}}=\"1\"\n",
        interface.number);
  }
  return text;
}

bool wake_udev() { return control("--start-exec-queue"); }

tl::expected<UdevRule, std::string> UdevRule::leave_only(const UdevPorts& ports, const modem::UsbIdentity& usb) {
  std::error_code error;
  fs::create_directories(kRulesFolder, error);
  if (const auto free = may_replace(); !free) return tl::unexpected(free.error());
  if (const auto written = files::write_whole(kRule, kMadeBy + files::owner_mark() + "\n" + udev_rule(ports, usb));
      !written) {
    return tl::unexpected(written.error());
  }
  UdevRule rule;
  if (const auto made = files::look(AT_FDCWD, kRule)) rule.made_ = made->identity;
  if (!reload())
    return tl::unexpected(std::string("udevadm control --reload failed: there is no udevd to obey a rule"));
  return rule;
}

UdevRule::UdevRule(UdevRule&& other) noexcept : made_(std::exchange(other.made_, {})) {}
UdevRule& UdevRule::operator=(UdevRule&& other) noexcept {
  std::swap(made_, other.made_);
  return *this;
}

UdevRule::~UdevRule() {
  if (!made_) return;
  files::Doubts doubts;
  files::remove_made(AT_FDCWD, kRule, made_, kRule, doubts);
  files::say_left(doubts);
  reload();
}

}  // namespace modembench::client_under_test
