#include "gadget/attachment/function_fs_device.hpp"

#include <utility>

namespace modembench::gadget {

ports::Result<std::unique_ptr<FunctionFsDevice>> FunctionFsDevice::create(boost::asio::io_context& io,
                                                                          const ShownDevice& shown,
                                                                          const std::string& udc, Hooks hooks) {
  auto gadget = ConfigfsGadget::create(shown, udc);
  if (!gadget) return tl::unexpected(gadget.error());
  const auto order = HostSide::of(gadget->udc()) ? EndpointOrder::bulk_first : EndpointOrder::real;
  auto files = FunctionFs::open(gadget->instance(), shown.identity, order);
  if (!files) return tl::unexpected(files.error());
  auto transfers = AsyncTransfers::create(io);
  if (!transfers) return tl::unexpected(transfers.error());
  return std::make_unique<FunctionFsDevice>(io, shown, std::move(*gadget), std::move(*files), std::move(*transfers),
                                            std::move(hooks));
}

FunctionFsDevice::FunctionFsDevice(boost::asio::io_context& io, const ShownDevice& shown, ConfigfsGadget gadget,
                                   FunctionFs files, std::unique_ptr<AsyncTransfers> transfers, Hooks hooks)
    : device_(shown), gadget_(std::move(gadget)), files_(std::move(files)) {
  const auto enabled = [this, then = hooks.enabled] {
    transfers_->enabled();
    then();
    transfers_->pump();
  };
  transfers_.emplace(device_, files_, std::move(transfers),
                     EndpointTransfers::Hooks{.before = hooks.before, .arrived = hooks.arrived});
  control_.emplace(
      io, device_, files_.control.get(),
      ControlRequests::Hooks{
          .before = hooks.before, .arrived = hooks.arrived, .enabled = enabled, .disabled = hooks.disabled});
}

// Off the bus, then FunctionFS' descriptors, then configfs: the other way round nothing of it could be removed.
FunctionFsDevice::~FunctionFsDevice() {
  gadget_.unplug();
  control_.reset();
  transfers_.reset();
}

void FunctionFsDevice::set(const UsbFaults& faults) {
  device_.set(faults);
  // Linux never asks for it: a modem that goes on with its notifications must have ended the halt by itself.
  const bool was_stalled = notification_ == UsbFaults::Notification::stalled;
  notification_ = faults.notification;
  if (was_stalled && faults.notification != UsbFaults::Notification::stalled) {
    const auto* interface = identity().shape.find(PortName::qmi);
    const auto* endpoint = interface != nullptr ? interface->find(Endpoint::Type::interrupt, true) : nullptr;
    if (endpoint != nullptr) transfers_->end_halt(endpoint->address);
  }
  transfers_->pump();
}

void FunctionFsDevice::send(PortName port, qmi::ByteView bytes) {
  if (port == PortName::qmi) {
    device_.respond(bytes);
  } else {
    device_.send_serial(port, bytes);
  }
  transfers_->pump();
}

void FunctionFsDevice::send_frame(qmi::ByteView frame) {
  device_.send_frame(frame);
  transfers_->pump();
}

void FunctionFsDevice::forget_waiting(PortName port) {
  device_.flush(port);
  const auto* interface = identity().shape.find(port);
  if (interface == nullptr) return;
  const auto type = port == PortName::qmi ? Endpoint::Type::interrupt : Endpoint::Type::bulk;
  if (const auto* endpoint = interface->find(type, true)) transfers_->cancel(endpoint->address);
}

}  // namespace modembench::gadget
