#pragma once

#include <string>

#include <tl/expected.hpp>

#include "client_under_test/udev_ports.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "files/identity.hpp"

namespace modembench::client_under_test {

/// Keeps ModemManager (and whoever else obeys ID_MM_PORT_IGNORE) from those ports of this modem that a client doesn't
/// want it to have, by a rule of udev's own, as long as this object lives. It is in /run, where a reboot clears it, and
/// says whose it is: one that a killed run has left is replaced, what is none of ours is refused.
class UdevRule {
 public:
  /// Before the device is plugged in. What went wrong, in words.
  [[nodiscard]] static tl::expected<UdevRule, std::string> leave_only(const UdevPorts& ports,
                                                                      const modem::UsbIdentity& usb);
  UdevRule(UdevRule&& other) noexcept;
  UdevRule& operator=(UdevRule&& other) noexcept;
  ~UdevRule();

 private:
  UdevRule() = default;
  files::Identity made_;  ///< none: it isn't there
};

/// In a guest of ours udev rests (ci/vm/init) until somebody goes by it: this has it take up what has happened since,
/// and go on. False: there is none.
bool wake_udev();

/// The rule's text.
[[nodiscard]] std::string udev_rule(const UdevPorts& ports, const modem::UsbIdentity& usb);

}  // namespace modembench::client_under_test
