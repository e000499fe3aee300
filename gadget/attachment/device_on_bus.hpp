#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "gadget/attachment/configfs_gadget.hpp"
#include "gadget/attachment/control_requests.hpp"
#include "gadget/attachment/endpoint_transfers.hpp"
#include "gadget/attachment/function_fs.hpp"
#include "gadget/attachment/host_side.hpp"
#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {

/// A USB device on a device controller, from configfs to the last transfer. Made off the bus.
class DeviceOnBus {
 public:
  /// None may destroy this.
  struct Hooks {
    std::function<void()> before;          ///< the host has sent something: what happened before is to be known now
    std::function<void(Arrived)> arrived;  ///< … and it is for the modem
    std::function<void()> enabled;         ///< the host has configured the device; maybe once more
    std::function<void()> disabled;
  };

  static ports::Result<std::unique_ptr<DeviceOnBus>> create(boost::asio::io_context& io, const Description& description,
                                                            const std::string& udc, Hooks hooks);
  DeviceOnBus(boost::asio::io_context& io, const Description& description, ConfigfsGadget gadget, FunctionFs files,
              std::unique_ptr<AsyncTransfers> transfers, Hooks hooks);
  DeviceOnBus(const DeviceOnBus&) = delete;
  DeviceOnBus& operator=(const DeviceOnBus&) = delete;
  ~DeviceOnBus();

  [[nodiscard]] const Description& description() const { return device_.description(); }
  [[nodiscard]] std::string udc() const { return gadget_.udc(); }
  ports::Result<void> plug_in() { return gadget_.plug_in(); }
  void unplug() { gadget_.unplug(); }
  [[nodiscard]] bool plugged_in() const { return gadget_.plugged_in(); }

  /// What goes wrong from now on; the description stays.
  void set(const UsbFaults& faults);
  /// To whoever has the port open.
  void send(PortName port, qmi::ByteView bytes);
  void send_frame(qmi::ByteView frame);
  /// What was meant for the last client of a port isn't for the next; what lies in the kernel already is taken back.
  void forget_waiting(PortName port);

 private:
  UsbDevice device_;
  UsbFaults::Notification notification_ = UsbFaults::Notification::sent;
  ConfigfsGadget gadget_;
  FunctionFs files_;
  std::optional<ControlRequests> control_;
  std::optional<EndpointTransfers> transfers_;
};

}  // namespace modembench::gadget
