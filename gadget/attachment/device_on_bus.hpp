#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "gadget/attachment/host_side.hpp"
#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {

/// A USB device with its way to a host, down to the last transfer. A new device is off the bus.
class DeviceOnBus {
 public:
  /// Functions that the device calls. None may destroy it.
  struct Hooks {
    std::function<void()> before;          ///< the host has sent something; what happened before is to be told now
    std::function<void(Arrived)> arrived;  ///< a transfer that is for the modem
    std::function<void()> enabled;         ///< the host has configured the device, perhaps once more
    std::function<void()> disabled;
    std::function<void(std::string)> failed;  ///< the device is off the bus, unasked; the text says why
  };

  DeviceOnBus() = default;
  DeviceOnBus(const DeviceOnBus&) = delete;
  DeviceOnBus& operator=(const DeviceOnBus&) = delete;
  /// Takes the device off the bus first.
  virtual ~DeviceOnBus() = default;

  [[nodiscard]] virtual const modem::UsbIdentity& identity() const = 0;
  /// What the device hangs on, for people: "dummy_udc.0", "vhci_hcd.0, port 1".
  [[nodiscard]] virtual std::string where() const = 0;
  /// The host's side of the device, if the host is this very kernel.
  [[nodiscard]] virtual std::optional<HostSide> host() const = 0;

  virtual ports::Result<void> plug_in() = 0;
  virtual void unplug() = 0;
  [[nodiscard]] virtual bool plugged_in() const = 0;

  /// Sets what goes wrong from now on. The identity stays.
  virtual void set(const UsbFaults& faults) = 0;
  /// Sends bytes to the client that has the port open.
  virtual void send(PortName port, qmi::ByteView bytes) = 0;
  virtual void send_frame(qmi::ByteView frame) = 0;
  /// Forgets what was meant for the last client of a port, so that the next one doesn't get it. What is on its way
  /// already is taken back.
  virtual void forget_waiting(PortName port) = 0;

  /// Does `work` on the host's side that returns only when the device has answered the host. The device answers
  /// meanwhile; what arrives for the modem is told afterwards.
  virtual void answer_during(const std::function<void()>& work) = 0;
};

/// Makes a device off the bus: the first one, and another one in its place when the modem shows itself as another.
using MakeDevice = std::function<ports::Result<std::unique_ptr<DeviceOnBus>>(const ShownDevice&, DeviceOnBus::Hooks)>;

}  // namespace modembench::gadget
