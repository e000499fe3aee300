#include "emulator/qmi/message.hpp"

#include <algorithm>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::qmi {

std::string message_name(const Header& header) { return message_name(header.service, header.message); }

const Tlv* Message::find_tlv(std::uint8_t id) const {
  const auto found = std::find_if(tlvs.begin(), tlvs.end(), [&](const Tlv& tlv) { return tlv.id == id; });
  return found != tlvs.end() ? &*found : nullptr;
}

const Value* Message::find(std::uint8_t id) const {
  const Tlv* tlv = find_tlv(id);
  return tlv != nullptr ? &tlv->value : nullptr;
}

const Value* Message::find(std::string_view name) const {
  const auto found = std::find_if(
      tlvs.begin(), tlvs.end(), [&](const Tlv& tlv) { return tlv.spec != nullptr && same_name(tlv.spec->name, name); });
  return found != tlvs.end() ? &found->value : nullptr;
}

std::optional<std::uint16_t> Message::error() const {
  if (header.kind != MessageKind::response) return std::nullopt;
  const Value* result = find(result_tlv().id);
  const Value* status = result != nullptr ? result->member("status") : nullptr;
  const Value* code = result != nullptr ? result->member("error") : nullptr;
  if (status == nullptr || code == nullptr) return std::nullopt;
  return status->number() == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(code->number());
}

Message& Message::set(Tlv tlv) {
  const auto found = std::find_if(tlvs.begin(), tlvs.end(), [&](const Tlv& other) { return other.id == tlv.id; });
  if (found != tlvs.end()) {
    *found = std::move(tlv);
  } else {
    tlvs.push_back(std::move(tlv));
  }
  return *this;
}

Message& Message::set(std::uint8_t id, Value value) {
  return set(Tlv{id, std::move(value), TlvLookup(header).find(id)});
}

Message response_to(const Header& request, std::uint16_t error) {
  Message response{request, {}};
  response.header.kind = MessageKind::response;
  const std::uint16_t status = error == 0 ? 0 : 1;
  response.set(result_tlv().id, Struct{{"status", status}, {"error", error}});
  return response;
}

Message indication(std::uint8_t service, std::uint8_t client, std::uint16_t message) {
  return Message{{service, client, MessageKind::indication, 0, message}, {}};
}

}  // namespace modembench::qmi
