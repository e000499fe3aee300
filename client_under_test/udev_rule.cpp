#include "client_under_test/udev_rule.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "/run/udev/rules.d";
constexpr const char* kRule = "/run/udev/rules.d/76-modembench.rules";

// udevd looks by itself, but only every few seconds.
bool reload() {
  const pid_t child = fork_to([] {
    detach_standard_streams();
    execlp("udevadm", "udevadm", "control", "--reload", nullptr);
    return 127;
  });
  return child > 0 && wait_for(child) == 0;
}

}  // namespace

std::string udev_rule(const std::vector<PortName>& ports, const modem::UsbIdentity& usb) {
  std::string text =
      fmt::format("ATTRS{{idVendor}}==\"{:04x}\", ATTRS{{idProduct}}==\"{:04x}\", ENV{{.MODEMBENCH}}=\"1\"\n",
                  usb.vendor, usb.product);
  for (const auto port : kAllPorts) {
    if (std::find(ports.begin(), ports.end(), port) != ports.end()) continue;
    // The order of the interfaces is that of the ports: QMI 0, DIAG 1, AT 2, NMEA 3.
    text += fmt::format(
        "ENV{{.MODEMBENCH}}==\"1\", SUBSYSTEM==\"tty|usbmisc|net\", ATTRS{{bInterfaceNumber}}==\"{:02}\", "
        "ENV{{ID_MM_PORT_IGNORE}}=\"1\"\n",
        static_cast<int>(port));
  }
  return text;
}

tl::expected<UdevRule, std::string> UdevRule::leave_only(const std::vector<PortName>& ports,
                                                         const modem::UsbIdentity& usb) {
  std::error_code error;
  fs::create_directories(kFolder, error);
  UdevRule rule;
  rule.there_ = true;
  std::ofstream file(kRule);
  if (!(file << udev_rule(ports, usb)).flush()) {
    return tl::unexpected(fmt::format("{}: {}", kRule, files::error_text(errno)));
  }
  if (!reload())
    return tl::unexpected(std::string("udevadm control --reload failed: there is no udevd to obey a rule"));
  return rule;
}

UdevRule::UdevRule(UdevRule&& other) noexcept : there_(std::exchange(other.there_, false)) {}
UdevRule& UdevRule::operator=(UdevRule&& other) noexcept {
  std::swap(there_, other.there_);
  return *this;
}

UdevRule::~UdevRule() {
  if (!there_) return;
  std::error_code error;
  fs::remove(kRule, error);
  reload();
}

}  // namespace modembench::client_under_test
