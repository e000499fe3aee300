#pragma once

#include <string>

#include <tl/expected.hpp>

#include "client_under_test/udev_ports.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "files/identity.hpp"

namespace modembench::client_under_test {

/// Keeps ModemManager, and any other program that obeys ID_MM_PORT_IGNORE, from those ports of this modem that a client
/// doesn't want it to have. A rule of udev's own does so as long as this object lives. The rule is in /run, where a
/// reboot clears it, and says whose it is: one that a killed run has left is replaced, one that is none of ours is
/// refused.
class UdevRule {
 public:
  /// Makes the rule that leaves only `ports` to be seen. To be called before the device is plugged in. Or says in words
  /// what went wrong.
  [[nodiscard]] static tl::expected<UdevRule, std::string> leave_only(const UdevPorts& ports,
                                                                      const modem::UsbIdentity& usb);
  UdevRule(UdevRule&& other) noexcept;
  UdevRule& operator=(UdevRule&& other) noexcept;
  ~UdevRule();

 private:
  UdevRule() = default;
  files::Identity made_;  ///< none: the rule isn't there
};

/// Wakes udev in a guest of ours, where it rests (ci/vm/init) until a client goes by it: it takes up what has happened
/// since, and goes on. Returns false if there is none.
bool wake_udev();

/// The text of a rule that leaves only `ports` to be seen.
[[nodiscard]] std::string udev_rule(const UdevPorts& ports, const modem::UsbIdentity& usb);

}  // namespace modembench::client_under_test
