#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "gadget/attachment/configfs_gadget.hpp"
#include "gadget/attachment/control_requests.hpp"
#include "gadget/attachment/device_on_bus.hpp"
#include "gadget/attachment/endpoint_transfers.hpp"
#include "gadget/attachment/function_fs.hpp"

namespace modembench::gadget {

/// A device on a USB device controller of this machine, by configfs and FunctionFS.
class FunctionFsDevice final : public DeviceOnBus {
 public:
  /// Makes a device on the controller `udc`; empty: the first free one.
  static ports::Result<std::unique_ptr<FunctionFsDevice>> create(boost::asio::io_context& io, const ShownDevice& shown,
                                                                 const std::string& udc, Hooks hooks);
  FunctionFsDevice(boost::asio::io_context& io, const ShownDevice& shown, ConfigfsGadget gadget, FunctionFs files,
                   std::unique_ptr<AsyncTransfers> transfers, Hooks hooks);
  ~FunctionFsDevice() override;

  [[nodiscard]] const modem::UsbIdentity& identity() const override { return device_.identity(); }
  [[nodiscard]] std::string where() const override { return gadget_.udc(); }
  [[nodiscard]] std::optional<HostSide> host() const override { return HostSide::of(gadget_.udc()); }
  ports::Result<void> plug_in() override { return gadget_.plug_in(); }
  void unplug() override { gadget_.unplug(); }
  [[nodiscard]] bool plugged_in() const override { return gadget_.plugged_in(); }
  void set(const UsbFaults& faults) override;
  void send(PortName port, qmi::ByteView bytes) override;
  void send_frame(qmi::ByteView frame) override;
  void forget_waiting(PortName port) override;
  /// Just does `work`: the kernel answers standard requests by itself, and gives up transfers that the host gives up.
  void answer_during(const std::function<void()>& work) override { work(); }

 private:
  UsbDevice device_;
  UsbFaults::Notification notification_ = UsbFaults::Notification::sent;
  ConfigfsGadget gadget_;
  FunctionFs files_;
  std::optional<ControlRequests> control_;
  std::optional<EndpointTransfers> transfers_;
};

}  // namespace modembench::gadget
