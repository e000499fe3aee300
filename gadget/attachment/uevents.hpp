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
  std::string path;    ///< as in sysfs, from /devices on
};

/// The kernel's own messages of devices (NETLINK_KOBJECT_UEVENT).
class Uevents {
 public:
  static ports::Result<Uevents> listen();
  /// Readable when there are any.
  [[nodiscard]] int descriptor() const { return socket_.get(); }
  /// Takes all that there are; `lost` is set where the kernel couldn't keep some.
  [[nodiscard]] std::vector<Uevent> take(bool& lost);

 private:
  explicit Uevents(files::Descriptor socket) : socket_(std::move(socket)) {}
  files::Descriptor socket_;
};

/// What interfaces' drivers make, from the events: sysfs would tell the same, but whoever looks there while a driver
/// probes waits until it has.
class InterfacePorts {
 public:
  /// A port that is there, or (with an empty node) gone.
  struct Change {
    unsigned interface = 0;
    std::string node;  ///< /dev/cdc-wdm0, once its network interface is there, too; /dev/ttyUSB0
  };

  /// Of events of the device at `device` (its path as in events, "/" at the end); others come to nothing.
  explicit InterfacePorts(std::string device) : device_(std::move(device)) {}
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
