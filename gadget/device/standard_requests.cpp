// Requests that every USB device answers (USB 2.0, 9.4). Where the kernel is the device's lower half (FunctionFS), it
// answers them itself; USB/IP and usbredir don't.
#include <algorithm>

#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {
namespace {

using Act = ControlAnswer::Act;
using qmi::Bytes;

constexpr std::uint8_t kGetStatus = 0, kClearFeature = 1, kSetFeature = 3, kSetAddress = 5, kGetDescriptor = 6,
                       kGetConfiguration = 8, kSetConfiguration = 9, kGetInterface = 10, kSetInterface = 11;
constexpr std::uint16_t kEndpointHalt = 0, kRemoteWakeup = 1;

ControlAnswer give(Bytes bytes, const Setup& setup) {
  bytes.resize(std::min<std::size_t>(bytes.size(), setup.length));
  return {Act::give, std::move(bytes)};
}

/// Of a request without data stage: done only if there is none, and it goes the right way.
ControlAnswer done(const Setup& setup) { return {setup.length == 0 ? Act::acknowledge : Act::stall}; }

}  // namespace

ControlAnswer UsbDevice::standard_request(const Setup& setup) {
  switch (setup.recipient()) {
    case Setup::Recipient::device:
      return device_request(setup);
    case Setup::Recipient::interface:
      return interface_request(setup);
    case Setup::Recipient::endpoint:
      return endpoint_request(setup);
    default:
      return {Act::stall};
  }
}

ControlAnswer UsbDevice::descriptor(const Setup& setup) const {
  const auto type = static_cast<std::uint8_t>(setup.value >> 8);
  const auto number = static_cast<std::uint8_t>(setup.value & 0xFF);
  std::optional<Bytes> bytes;
  if (type == kDeviceDescriptor) bytes = device_descriptor(shown_);
  if (type == kQualifierDescriptor) bytes = device_qualifier(shown_);
  if (type == kConfigurationDescriptor) bytes = configuration_descriptor(shown_, number, Speed::high);
  if (type == kOtherSpeedDescriptor) bytes = configuration_descriptor(shown_, number, Speed::full, true);
  if (type == kStringDescriptor) bytes = string_descriptor(identity(), number, setup.index);
  return bytes ? give(std::move(*bytes), setup) : ControlAnswer{Act::stall};
}

ControlAnswer UsbDevice::device_request(const Setup& setup) {
  if (setup.to_host()) {
    if (setup.request == kGetDescriptor) return descriptor(setup);
    if (setup.request == kGetConfiguration) return give({configuration_}, setup);
    if (setup.request == kGetStatus) return give({1, 0}, setup);  // self-powered
    return {Act::stall};
  }
  switch (setup.request) {
    case kSetAddress:
      return done(setup);
    case kClearFeature:
    case kSetFeature:
      return setup.value == kRemoteWakeup ? done(setup) : ControlAnswer{Act::stall};
    case kSetConfiguration:
      if (setup.value > shown_.configurations || setup.length != 0) return {Act::stall};
      configuration_ = static_cast<std::uint8_t>(setup.value);
      reset();
      return {Act::acknowledge};
    default:
      return {Act::stall};
  }
}

ControlAnswer UsbDevice::interface_request(const Setup& setup) {
  const auto* interface = identity().shape.find_number(setup.index);
  if (configuration_ == 0 || interface == nullptr) return {Act::stall};
  if (setup.to_host()) {
    if (setup.request == kGetStatus) return give({0, 0}, setup);
    if (setup.request == kGetInterface) return give({0}, setup);
    return {Act::stall};
  }
  // There is one altsetting.
  if (setup.request != kSetInterface || setup.value != 0 || setup.length != 0) return {Act::stall};
  flush(interface->port);
  return {Act::acknowledge};
}

ControlAnswer UsbDevice::endpoint_request(const Setup& setup) {
  const auto address = static_cast<std::uint8_t>(setup.index & 0xFF);
  const bool control = (address & 0x7F) == 0;
  if (setup.index > 0xFF || (!control && (configuration_ == 0 || interface_of(address) == nullptr))) {
    return {Act::stall};
  }
  if (setup.to_host()) {
    if (setup.request != kGetStatus) return {Act::stall};
    return give({static_cast<std::uint8_t>(halted_.contains(address) ? 1 : 0), 0}, setup);
  }
  if (setup.value != kEndpointHalt || setup.length != 0 || control) return {Act::stall};
  if (setup.request == kSetFeature) {
    halted_.insert(address);
  } else if (setup.request == kClearFeature) {
    halted_.erase(address);
  } else {
    return {Act::stall};
  }
  return {Act::acknowledge};
}

}  // namespace modembench::gadget
