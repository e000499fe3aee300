#include "emulator/scenario/request_pattern.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/tlv_reader.hpp"

namespace modembench::scenario {
namespace {

std::string in_words(const MessageId& message, const std::vector<FieldMatch>& where) {
  std::string text = qmi::message_name(message.service, message.message);
  for (const auto& field : where) {
    text += &field == where.data() ? " with " : ", ";
    if (field.tlv != nullptr) {
      text += fmt::format("{} {}", field.tlv->name, qmi::describe_value(field.tlv->type, field.value));
    } else {
      text += fmt::format("TLV 0x{:02x} {}", field.id, qmi::describe_value(nullptr, field.value));
    }
  }
  return text;
}

/// Of structures the wanted members are compared, of all else everything.
bool is_wanted(const qmi::Value& wanted, const qmi::Value& actual) {
  if (!std::holds_alternative<qmi::Struct>(wanted.data())) return wanted == actual;
  return std::all_of(wanted.members().begin(), wanted.members().end(), [&](const qmi::Member& member) {
    const auto* there = actual.member(member.name);
    return there != nullptr && is_wanted(member.value, *there);
  });
}

bool has_bytes(const qmi::Tlv& tlv, const qmi::Value& wanted) {
  if (tlv.spec == nullptr) return tlv.value == wanted;
  auto bytes = qmi::encode_value(*tlv.spec->type, tlv.value, tlv.spec->name);
  return bytes && qmi::Value(std::move(*bytes)) == wanted;
}

bool has_field(const qmi::Message& request, const FieldMatch& field) {
  const std::uint8_t id = field.tlv != nullptr ? field.tlv->id : field.id;
  const auto tlv = std::find_if(request.tlvs.begin(), request.tlvs.end(),
                                [&](const qmi::Tlv& candidate) { return candidate.id == id; });
  if (tlv == request.tlvs.end()) return false;
  return field.tlv != nullptr ? is_wanted(field.value, tlv->value) : has_bytes(*tlv, field.value);
}

}  // namespace

std::optional<RequestPattern> read_request_pattern(Reader& reader, const YamlNode& name, const YamlNode* where) {
  const auto message = read_request_name(reader, name);
  if (!message) return std::nullopt;
  RequestPattern pattern;
  pattern.service = message->service;
  pattern.message = message->message;
  if (where != nullptr) pattern.where = read_field_matches(reader, *where, *message);
  pattern.text = in_words(*message, pattern.where);
  return pattern;
}

bool is_that_message(const RequestPattern& pattern, const qmi::Message& request) {
  return request.header.kind == qmi::Kind::request && request.header.service == pattern.service &&
         request.header.message == pattern.message;
}

bool matches(const RequestPattern& pattern, const qmi::Message& request) {
  return is_that_message(pattern, request) &&
         std::all_of(pattern.where.begin(), pattern.where.end(),
                     [&](const FieldMatch& field) { return has_field(request, field); });
}

}  // namespace modembench::scenario
