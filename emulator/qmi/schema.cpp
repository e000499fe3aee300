#include "emulator/qmi/schema.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace modembench::qmi {

namespace {

/// The item with this number in a table sorted by `number_of`, or null.
template <class Item, class Number, class NumberOf>
const Item* find_number(std::span<const Item> table, Number number, NumberOf number_of) {
  const auto found = std::lower_bound(table.begin(), table.end(), number,
                                      [&](const Item& item, Number wanted) { return number_of(item) < wanted; });
  return found != table.end() && number_of(*found) == number ? &*found : nullptr;
}

template <class Item>
const Item* find_name(std::span<const Item> table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Item& item) { return same_name(item.name, name); });
  return found != table.end() ? &*found : nullptr;
}

}  // namespace

const EnumValue* EnumSpec::find(std::uint64_t value) const {
  return find_number(values, value, [](const EnumValue& v) { return v.value; });
}

const EnumValue* EnumSpec::find(std::string_view value_name) const { return find_name(values, value_name); }

const ServiceSpec* find_service(std::uint8_t id) {
  static const std::array<const ServiceSpec*, 256> by_id = [] {
    std::array<const ServiceSpec*, 256> made{};
    for (const ServiceSpec& service : services()) made[service.id] = &service;
    return made;
  }();
  return by_id[id];
}

const ServiceSpec* find_service(std::string_view name) { return find_name(services(), name); }

const MessageSpec* find_message(std::uint8_t service, std::uint16_t message) {
  const ServiceSpec* spec = find_service(service);
  if (spec == nullptr) return nullptr;
  return find_number(spec->messages, message, [](const MessageSpec& m) { return m.id; });
}

const MessageSpec* find_message(const ServiceSpec& service, std::string_view name) {
  return find_name(service.messages, name);
}

MessageName find_message(std::string_view service_and_name) {
  const std::size_t begin = service_and_name.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  const std::size_t space = service_and_name.find(' ', begin);
  if (space == std::string_view::npos) return {find_service(service_and_name.substr(begin)), nullptr};
  const ServiceSpec* service = find_service(service_and_name.substr(begin, space - begin));
  if (service == nullptr) return {};
  return {service, find_message(*service, service_and_name.substr(space))};
}

std::span<const TlvSpec> tlvs_of(const MessageSpec& message, MessageKind kind) {
  switch (kind) {
    case MessageKind::request:
      return message.request;
    case MessageKind::response:
      return message.response;
    case MessageKind::indication:
      return message.indication;
  }
  return {};
}

const TlvSpec* find_tlv(std::span<const TlvSpec> tlvs, std::uint8_t id) {
  return find_number(tlvs, id, [](const TlvSpec& t) { return t.id; });
}

const TlvSpec* find_tlv(std::span<const TlvSpec> tlvs, std::string_view name) { return find_name(tlvs, name); }

std::string service_name(std::uint8_t service) {
  const ServiceSpec* spec = find_service(service);
  return spec != nullptr ? std::string(spec->name) : fmt::format("service 0x{:02x}", service);
}

std::string message_name(std::uint8_t service, std::uint16_t message) {
  const MessageSpec* spec = find_message(service, message);
  if (spec != nullptr) return fmt::format("{} {}", service_name(service), spec->name);
  if (find_service(service) != nullptr) return fmt::format("{} 0x{:04x}", service_name(service), message);
  return fmt::format("{} message 0x{:04x}", service_name(service), message);
}

}  // namespace modembench::qmi
