#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/clock.hpp"
#include "gadget/attachment/device_on_bus.hpp"
#include "gadget/attachment/usbip_link.hpp"
#include "gadget/attachment/vhci_port.hpp"
#include "gadget/usbip/device_side.hpp"

namespace modembench::gadget {

/// A device at a port of this kernel's vhci_hcd, by USB/IP over a pair of sockets.
class UsbipDevice final : public DeviceOnBus {
 public:
  /// `port` is shared with the device that hung there before.
  UsbipDevice(boost::asio::io_context& io, const ShownDevice& shown, std::shared_ptr<const VhciPort> port, Hooks hooks);

  [[nodiscard]] const modem::UsbIdentity& identity() const override { return device_.identity(); }
  [[nodiscard]] std::string where() const override { return port_->name(); }
  [[nodiscard]] std::optional<HostSide> host() const override { return port_->host(); }
  ports::Result<void> plug_in() override;
  void unplug() override;
  [[nodiscard]] bool plugged_in() const override { return link_ != nullptr; }
  void set(const UsbFaults& faults) override;
  void send(PortName port, qmi::ByteView bytes) override;
  void send_frame(qmi::ByteView frame) override;
  void forget_waiting(PortName port) override;
  void answer_during(const std::function<void()>& work) override;

 private:
  void has_arrived(Arrived arrived);
  void tell_arrived();
  void pump();

  boost::asio::io_context& io_;
  UsbDevice device_;
  UsbFaults::Notification notification_ = UsbFaults::Notification::sent;
  Hooks hooks_;
  ports::MachineClock clock_;
  usbip::DeviceSide side_;
  std::shared_ptr<const VhciPort> port_;
  std::unique_ptr<UsbipLink> link_;
  bool host_is_waited_for_ = false;  ///< the host is being waited for; no hook may be called meanwhile
  std::deque<Arrived> arrived_;      ///< what has arrived and is still to be told
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace modembench::gadget
