#include "bench/plan/message_pattern.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

std::string describe_wanted(const FieldMatch& field) {
  if (!field.captured.empty()) return "$" + field.captured;
  return qmi::describe_value(field.tlv != nullptr ? field.tlv->type : nullptr, field.value);
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

bool has_field(const qmi::Message& message, const FieldMatch& field, const Captured& captured) {
  const auto* tlv = message.find_tlv(field.tlv != nullptr ? field.tlv->id : field.id);
  if (tlv == nullptr) return false;
  if (!field.captured.empty()) {
    const auto value = captured.find(field.captured);
    return value != captured.end() && value->second == tlv->value;
  }
  return field.tlv != nullptr ? is_wanted(field.value, tlv->value) : has_bytes(*tlv, field.value);
}

}  // namespace

std::string_view name_of(qmi::MessageKind kind) {
  return kind == qmi::MessageKind::request ? "request" : kind == qmi::MessageKind::response ? "answer" : "indication";
}

std::string name_of(const MessagePattern& pattern) {
  if (pattern.message) return qmi::message_name(*pattern.service, *pattern.message);
  const std::string service = pattern.service ? qmi::service_name(*pattern.service) + " " : "";
  return fmt::format("any {}{}", service, name_of(pattern.kind));
}

std::string in_words(const MessagePattern& pattern) {
  std::string text = name_of(pattern);
  if (pattern.error) {
    const auto* named = qmi::error_codes().find(std::uint64_t{*pattern.error});
    text += " with error " + (named != nullptr ? std::string(named->name) : std::to_string(*pattern.error));
  }
  for (const auto& field : pattern.where) {
    text += &field == pattern.where.data() && !pattern.error ? " with " : ", ";
    text += field.tlv != nullptr ? std::string(field.tlv->name) : fmt::format("TLV 0x{:02x}", field.id);
    text += " " + describe_wanted(field);
  }
  return text;
}

bool is_that_message(const MessagePattern& pattern, const qmi::Message& message) {
  const auto& header = message.header;
  return header.kind == pattern.kind && (!pattern.service || header.service == *pattern.service) &&
         (!pattern.message || header.message == *pattern.message);
}

bool matches(const MessagePattern& pattern, const qmi::Message& message, const Captured& captured) {
  return is_that_message(pattern, message) && (!pattern.error || message.error() == pattern.error) &&
         std::all_of(pattern.where.begin(), pattern.where.end(),
                     [&](const FieldMatch& field) { return has_field(message, field, captured); });
}

void capture(const std::vector<Capture>& captures, const qmi::Message& message, Captured& captured) {
  for (const auto& wanted : captures) {
    const auto* tlv = message.find_tlv(wanted.tlv->id);
    if (tlv == nullptr) continue;
    const auto* value = wanted.member.empty() ? &tlv->value : tlv->value.member(wanted.member);
    if (value != nullptr) captured[wanted.name] = *value;
  }
}

}  // namespace modembench::bench
