#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "gadget/attachment/host_side.hpp"
#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {

/// A USB device with its way to a host, down to the last transfer. Made off the bus.
class DeviceOnBus {
 public:
  /// None may destroy the device.
  struct Hooks {
    std::function<void()> before;          ///< the host has sent something: what happened before is to be known now
    std::function<void(Arrived)> arrived;  ///< a transfer that is for the modem
    std::function<void()> enabled;         ///< the host has configured the device; maybe once more
    std::function<void()> disabled;
    std::function<void(std::string)> failed;  ///< it is off the bus, unasked, and why
  };

  DeviceOnBus() = default;
  DeviceOnBus(const DeviceOnBus&) = delete;
  DeviceOnBus& operator=(const DeviceOnBus&) = delete;
  /// Off the bus first.
  virtual ~DeviceOnBus() = default;

  [[nodiscard]] virtual const modem::UsbIdentity& identity() const = 0;
  /// What it hangs on, for people: "dummy_udc.0", "vhci_hcd.0, port 1".
  [[nodiscard]] virtual std::string where() const = 0;
  /// Its host, where that is this very kernel.
  [[nodiscard]] virtual std::optional<HostSide> host() const = 0;

  virtual ports::Result<void> plug_in() = 0;
  virtual void unplug() = 0;
  [[nodiscard]] virtual bool plugged_in() const = 0;

  /// What goes wrong from now on; the identity stays.
  virtual void set(const UsbFaults& faults) = 0;
  /// To whoever has the port open.
  virtual void send(PortName port, qmi::ByteView bytes) = 0;
  virtual void send_frame(qmi::ByteView frame) = 0;
  /// What was meant for the last client of a port isn't for the next; what is on its way already is taken back.
  virtual void forget_waiting(PortName port) = 0;

  /// Does something on the host's side that comes back only when the device has answered the host. The device does so
  /// meanwhile; what arrives for the modem is told afterwards.
  virtual void answer_during(const std::function<void()>& work) = 0;
};

/// Makes a device off the bus: the first one, and one that shows itself as another in its place.
using MakeDevice = std::function<ports::Result<std::unique_ptr<DeviceOnBus>>(const ShownDevice&, DeviceOnBus::Hooks)>;

}  // namespace modembench::gadget
