#include "gadget/attachment/usbip_device.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace modembench::gadget {

UsbipDevice::UsbipDevice(boost::asio::io_context& io, const ShownDevice& shown, std::shared_ptr<const VhciPort> port,
                         Hooks hooks)
    : io_(io),
      device_(shown),
      hooks_(std::move(hooks)),
      clock_(io),
      side_(device_, {.before =
                          [this] {
                            if (!host_is_waited_for_) hooks_.before();
                          },
                      .arrived = [this](Arrived arrived) { has_arrived(std::move(arrived)); },
                      .configured = [this](bool is) { is ? hooks_.enabled() : hooks_.disabled(); }}),
      port_(std::move(port)) {}

ports::Result<void> UsbipDevice::plug_in() {
  if (link_) return {};
  auto socket = port_->attach();
  if (!socket) return tl::unexpected(socket.error());
  link_ = std::make_unique<UsbipLink>(io_, std::move(*socket), side_, clock_, [this](const std::string& why) {
    unplug();
    hooks_.failed(port_->name() + ": " + why);
  });
  return {};
}

// The socket closed, vhci_hcd takes the device off its bus by itself.
void UsbipDevice::unplug() {
  if (!link_) return;
  link_.reset();
  side_.disconnect();
  arrived_.clear();
}

void UsbipDevice::set(const UsbFaults& faults) {
  device_.set(faults);
  // Linux never asks for it: a modem that goes on with its notifications must have ended the halt by itself.
  const bool was_stalled = notification_ == UsbFaults::Notification::stalled;
  notification_ = faults.notification;
  if (was_stalled && notification_ != UsbFaults::Notification::stalled) {
    const auto* interface = identity().shape.find(PortName::qmi);
    const auto* endpoint = interface != nullptr ? interface->find(Endpoint::Type::interrupt, true) : nullptr;
    if (endpoint != nullptr) device_.end_halt(endpoint->address);
  }
  pump();
}

void UsbipDevice::send(PortName port, qmi::ByteView bytes) {
  if (!link_) return;
  if (port == PortName::qmi) {
    device_.respond(bytes);
  } else {
    device_.send_serial(port, bytes);
  }
  pump();
}

void UsbipDevice::send_frame(qmi::ByteView frame) {
  if (!link_) return;
  device_.send_frame(frame);
  pump();
}

void UsbipDevice::forget_waiting(PortName port) {
  device_.flush(port);
  const auto* interface = identity().shape.find(port);
  if (interface == nullptr) return;
  const auto type = port == PortName::qmi ? Endpoint::Type::interrupt : Endpoint::Type::bulk;
  if (const auto* endpoint = interface->find(type, true)) side_.forget(endpoint->address);
}

void UsbipDevice::pump() {
  if (link_ && !host_is_waited_for_) link_->pump();
}

void UsbipDevice::answer_during(const std::function<void()>& work) {
  if (!link_) return work();
  host_is_waited_for_ = true;
  link_->answer_during(work);
  host_is_waited_for_ = false;
  if (arrived_.empty()) return;
  boost::asio::post(io_, [this, alive = std::weak_ptr<char>(alive_)] {
    if (alive.expired()) return;
    hooks_.before();
    tell_arrived();
  });
}

void UsbipDevice::has_arrived(Arrived arrived) {
  arrived_.push_back(std::move(arrived));
  if (!host_is_waited_for_) tell_arrived();
}

// Whoever is told may take the device off the bus.
void UsbipDevice::tell_arrived() {
  while (!arrived_.empty()) {
    const auto next = std::move(arrived_.front());
    arrived_.pop_front();
    hooks_.arrived(next);
  }
}

}  // namespace modembench::gadget
