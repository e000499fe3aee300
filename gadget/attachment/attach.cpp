#include <algorithm>

#include "gadget/attachment/function_fs_device.hpp"
#include "gadget/attachment/usb_attachment.hpp"
#include "gadget/attachment/usbip_device.hpp"

// The ways by which a modem gets on a bus.
namespace modembench::gadget {

using ports::Result;

namespace {

Result<std::unique_ptr<ports::Attachment>> attach(boost::asio::io_context& io, files::Place folder,
                                                  const AttachSettings& settings, MakeDevice make) {
  auto attachment = std::make_unique<UsbAttachment>(io, std::move(folder), settings, std::move(make));
  if (auto begun = attachment->begin(); !begun) return tl::unexpected(begun.error());
  if (auto there = attachment->wait_for_ports(); !there) return tl::unexpected(there.error());
  return attachment;
}

/// Whether the interfaces have the numbers that the kernel gives those of a gadget.
bool is_numbered_in_order(const Shape& shape) {
  unsigned next = 0;
  return std::all_of(shape.interfaces.begin(), shape.interfaces.end(),
                     [&](const Interface& interface) { return interface.number == next++; });
}

}  // namespace

Result<std::unique_ptr<ports::Attachment>> attach_gadget(boost::asio::io_context& io, files::Place folder,
                                                         const AttachSettings& settings, const std::string& udc) {
  if (!is_numbered_in_order(settings.identity.shape)) {
    return tl::unexpected(
        std::string("the interfaces of this modem aren't numbered 0, 1, 2 …, as configfs would number "
                    "them: usbip shows it as it is"));
  }
  // Another device takes the controller that the first one had.
  const auto make = [&io, its = udc](const ShownDevice& shown,
                                     DeviceOnBus::Hooks hooks) mutable -> Result<std::unique_ptr<DeviceOnBus>> {
    auto device = FunctionFsDevice::create(io, shown, its, std::move(hooks));
    if (!device) return tl::unexpected(device.error());
    its = (*device)->where();
    return std::move(*device);
  };
  return attach(io, std::move(folder), settings, make);
}

Result<std::unique_ptr<ports::Attachment>> attach_usbip(boost::asio::io_context& io, files::Place folder,
                                                        const AttachSettings& settings) {
  auto taken = VhciPort::take();
  if (!taken) return tl::unexpected(taken.error());
  const auto port = std::make_shared<const VhciPort>(std::move(*taken));
  const auto make = [&io, port](const ShownDevice& shown,
                                DeviceOnBus::Hooks hooks) -> Result<std::unique_ptr<DeviceOnBus>> {
    return std::make_unique<UsbipDevice>(io, shown, port, std::move(hooks));
  };
  return attach(io, std::move(folder), settings, make);
}

}  // namespace modembench::gadget
