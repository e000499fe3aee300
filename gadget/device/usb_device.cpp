#include "gadget/device/usb_device.hpp"

#include <algorithm>

namespace modembench::gadget {
namespace {

using Act = ControlAnswer::Act;
using qmi::Bytes;
using qmi::ByteView;

// Class requests (USB CDC 1.2, 6.2; SET_CONTROL_LINE_STATE: CDC PSTN 1.2).
constexpr std::uint8_t kSendEncapsulatedCommand = 0x00, kGetEncapsulatedResponse = 0x01, kSetControlLineState = 0x22;

/// RESPONSE_AVAILABLE for that interface.
Bytes response_available(std::uint8_t interface) { return {0xA1, 0x01, 0, 0, interface, 0, 0, 0}; }

}  // namespace

ControlAnswer UsbDevice::setup(const Setup& setup, Instant now) {
  held_.reset();
  switch (setup.kind()) {
    case Setup::Kind::standard:
      return standard_request(setup);
    case Setup::Kind::by_class:
      return class_request(setup, now);
    default:
      return {Act::stall};
  }
}

ControlAnswer UsbDevice::class_request(const Setup& setup, Instant now) {
  const auto* interface =
      setup.recipient() == Setup::Recipient::interface ? identity().shape.find_number(setup.index) : nullptr;
  if (interface == nullptr) return {Act::stall};
  if (!setup.to_host() && setup.request == kSetControlLineState && setup.length == 0) return {Act::acknowledge};
  if (interface->port != PortName::qmi) return {Act::stall};
  if (!setup.to_host() && setup.request == kSendEncapsulatedCommand) {
    if (setup.length > kMaxCommand) return {Act::stall};
    return {setup.length == 0 ? Act::acknowledge : Act::take};
  }
  if (setup.to_host() && setup.request == kGetEncapsulatedResponse) return fetch(setup, now);
  return {Act::stall};
}

ControlAnswer UsbDevice::fetch(const Setup& setup, Instant now) {
  using Fetch = UsbFaults::Fetch;
  if (faults_.silent) return {Act::give};
  switch (faults_.fetch) {
    case Fetch::stalled:
      return {Act::stall};
    case Fetch::late:
      held_ = Held{setup, now + faults_.fetch_delay};
      return {Act::hold};
    default:
      return give_response(setup);
  }
}

// An empty queue answers with no bytes, as CDC has it; so it is told apart from a refusal.
ControlAnswer UsbDevice::give_response(const Setup& setup) {
  if (responses_.empty() || setup.length == 0) return {Act::give};
  auto response = std::move(responses_.front());
  responses_.pop_front();
  response_bytes_ -= response.size();
  if (faults_.fetch == UsbFaults::Fetch::empty) return {Act::give};
  if (faults_.fetch == UsbFaults::Fetch::oversized || response.size() > setup.length) response.resize(setup.length);
  return {Act::give, std::move(response)};
}

std::optional<Arrived> UsbDevice::control_data(const Setup& setup, ByteView bytes) {
  const bool is_command =
      setup.kind() == Setup::Kind::by_class && !setup.to_host() && setup.request == kSendEncapsulatedCommand;
  if (!is_command || bytes.empty() || bytes.size() > kMaxCommand || faults_.silent) return std::nullopt;
  return Arrived{Arrived::Kind::message, PortName::qmi, {bytes.begin(), bytes.end()}};
}

std::optional<Arrived> UsbDevice::out(std::uint8_t endpoint, ByteView bytes) {
  const auto* interface = interface_of(endpoint);
  if (interface == nullptr || (endpoint & 0x80) != 0 || halted_.contains(endpoint)) return std::nullopt;
  if (bytes.empty() || faults_.silent) return std::nullopt;
  const auto what = interface->port == PortName::qmi ? Arrived::Kind::frame : Arrived::Kind::serial;
  return Arrived{what, interface->port, {bytes.begin(), bytes.end()}};
}

std::optional<InTransfer> UsbDevice::take(std::uint8_t endpoint) {
  const auto* interface = interface_of(endpoint);
  if (interface == nullptr) return std::nullopt;
  if (halted_.contains(endpoint)) return InTransfer{.halt = true};
  const auto* notifying = interface->port == PortName::qmi ? interface->find(Endpoint::Type::interrupt, true) : nullptr;
  if (notifying != nullptr && notifying->address == endpoint) {
    if (notifications_ == 0) return std::nullopt;
    --notifications_;
    if (faults_.notification == UsbFaults::Notification::stalled) return InTransfer{.halt = true};
    return InTransfer{.bytes = response_available(interface->number)};
  }
  const auto queue = waiting_.find(endpoint);
  if (queue == waiting_.end() || queue->second.transfers.empty()) return std::nullopt;
  InTransfer transfer{.bytes = std::move(queue->second.transfers.front())};
  queue->second.transfers.pop_front();
  queue->second.bytes -= transfer.bytes.size();
  transfer.then_empty = transfer.bytes.size() % queue->second.packet == 0;
  return transfer;
}

void UsbDevice::reset() {
  flush(PortName::qmi);
  for (const auto port : identity().shape.serial_ports()) flush(port);
  halted_.clear();
}

void UsbDevice::power_off() {
  configuration_ = 0;
  waiting_.clear();
  reset();
}

bool UsbDevice::respond(ByteView message) {
  if (faults_.silent || responses_.size() >= kMaxResponses || response_bytes_ + message.size() > kMaxWaiting) {
    return false;
  }
  responses_.emplace_back(message.begin(), message.end());
  response_bytes_ += message.size();
  if (faults_.notification != UsbFaults::Notification::dropped) ++notifications_;
  return true;
}

bool UsbDevice::send_frame(ByteView frame) { return put(identity().shape.find(PortName::qmi), frame); }

bool UsbDevice::send_serial(PortName port, ByteView bytes) {
  return port != PortName::qmi && put(identity().shape.find(port), bytes);
}

bool UsbDevice::put(const Interface* interface, ByteView bytes) {
  if (interface == nullptr || bytes.empty() || faults_.silent) return false;
  const auto* endpoint = interface->find(Endpoint::Type::bulk, true);
  if (endpoint == nullptr) return false;
  auto& queue = waiting_[endpoint->address];
  queue.packet = endpoint->packet;
  if (queue.bytes + bytes.size() > kMaxWaiting) return false;
  queue.transfers.emplace_back(bytes.begin(), bytes.end());
  queue.bytes += bytes.size();
  return true;
}

// Frames aren't for whoever has the QMI node open, but for the network interface: they stay.
void UsbDevice::flush(PortName port) {
  if (port == PortName::qmi) {
    responses_.clear();
    response_bytes_ = 0;
    notifications_ = 0;
    held_.reset();
    return;
  }
  const auto* interface = identity().shape.find(port);
  if (interface == nullptr) return;
  if (const auto* endpoint = interface->find(Endpoint::Type::bulk, true)) waiting_.erase(endpoint->address);
}

std::optional<Instant> UsbDevice::next_deadline() const { return held_ ? std::optional(held_->until) : std::nullopt; }

std::optional<ControlAnswer> UsbDevice::advance(Instant now) {
  if (!held_ || now < held_->until) return std::nullopt;
  const auto setup = held_->setup;
  held_.reset();
  return give_response(setup);
}

const Interface* UsbDevice::interface_of(std::uint8_t endpoint) const {
  for (const auto& interface : identity().shape.interfaces) {
    for (const auto& its : interface.endpoints) {
      if (its.address == endpoint) return &interface;
    }
  }
  return nullptr;
}

}  // namespace modembench::gadget
