#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::gadget {

/// A device that has come or gone.
struct Uevent {
  std::string action;  ///< "add", "remove" …
  std::string path;    ///< the device's path in sysfs, from /devices on
};

/// The kernel's own messages of devices (NETLINK_KOBJECT_UEVENT).
class Uevents {
 public:
  static ports::Result<Uevents> listen();
  /// A descriptor that is readable when there are messages.
  [[nodiscard]] int descriptor() const { return socket_.get(); }
  /// Takes all messages that there are. `lost` is set if the kernel couldn't keep some.
  [[nodiscard]] std::vector<Uevent> take(bool& lost);

 private:
  explicit Uevents(files::Descriptor socket) : socket_(std::move(socket)) {}
  files::Descriptor socket_;
};

/// The ports that interfaces' drivers make, by the kernel's events. sysfs would tell the same, but a process that looks
/// there while a driver probes waits until the driver has done so.
class InterfacePorts {
 public:
  /// A port that is there, or (with an empty node) gone.
  struct Change {
    unsigned interface = 0;
    std::string node;  ///< /dev/cdc-wdm0, once its network interface is there, too; /dev/ttyUSB0
  };

  /// Follows the events of the device at `device` (its path as in events, with "/" at the end).
  explicit InterfacePorts(std::string device) : device_(std::move(device)) {}
  /// Takes an event in. Returns what it changes; nothing for an event that changes no port.
  [[nodiscard]] std::optional<Change> take(const Uevent& event);

 private:
  struct Made {
    std::string wdm;
    bool network = false;
  };
  std::string device_;
  std::map<unsigned, Made> made_;  ///< by the number of the interface
};

}  // namespace modembench::gadget
