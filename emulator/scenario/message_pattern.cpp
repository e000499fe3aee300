#include "emulator/scenario/message_pattern.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/tlv_reader.hpp"

namespace modembench::scenario {
namespace {

std::string_view kind_name(qmi::Kind kind) {
  return kind == qmi::Kind::request ? "request" : kind == qmi::Kind::response ? "answer" : "indication";
}

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

const qmi::Tlv* find_tlv(const qmi::Message& message, std::uint8_t id) {
  const auto found =
      std::find_if(message.tlvs.begin(), message.tlvs.end(), [&](const qmi::Tlv& tlv) { return tlv.id == id; });
  return found != message.tlvs.end() ? &*found : nullptr;
}

bool has_field(const qmi::Message& message, const FieldMatch& field, const Captured& captured) {
  const auto* tlv = find_tlv(message, field.tlv != nullptr ? field.tlv->id : field.id);
  if (tlv == nullptr) return false;
  if (!field.captured.empty()) {
    const auto value = captured.find(field.captured);
    return value != captured.end() && value->second == tlv->value;
  }
  return field.tlv != nullptr ? is_wanted(field.value, tlv->value) : has_bytes(*tlv, field.value);
}

std::string_view without_last_word(std::string_view text, std::string_view word) {
  if (text.size() <= word.size() || !qmi::same_name(text.substr(text.size() - word.size()), word)) return text;
  const auto rest = text.substr(0, text.size() - word.size());
  return rest.ends_with(' ') ? rest.substr(0, rest.find_last_not_of(' ') + 1) : text;
}

/// "any", "any WDS" and, as there is nothing else they could be, "any request" and "any WDS request".
bool read_any(Reader& reader, const YamlNode& name, MessagePattern& pattern) {
  if (name.kind != YamlNode::Kind::text) return false;
  std::string_view text = without_last_word(name.text, kind_name(pattern.kind));
  if (qmi::same_name(text, "any")) return true;
  if (!text.starts_with("any ")) return false;
  YamlNode service = name;
  service.text = text.substr(4);
  service.column += 4;
  pattern.service = read_service(reader, service);
  return true;
}

/// The TLV, and the member of it that is meant.
void read_capture(Reader& reader, const YamlEntry& entry, std::span<const qmi::TlvSpec> specs,
                  std::vector<Capture>& captures) {
  const auto path = reader.text(entry.value);
  if (!path) return;
  const std::size_t dot = path->find('.');
  const auto* spec = qmi::find_tlv(specs, std::string_view(*path).substr(0, dot));
  if (spec == nullptr) {
    std::vector<std::string> names;
    for (const auto& known : specs) names.emplace_back(known.name);
    return reader.unknown(entry.value, "TLV", path->substr(0, dot), names);
  }
  Capture made{entry.key.text, spec, dot == std::string::npos ? "" : path->substr(dot + 1)};
  const auto& members = spec->type->members;
  const bool has_member = std::any_of(members.begin(), members.end(), [&](const qmi::MemberSpec& member) {
    return qmi::same_name(member.name, made.member);
  });
  if (!made.member.empty() && !has_member) {
    std::vector<std::string> names;
    for (const auto& member : members) names.emplace_back(member.name);
    return reader.unknown(entry.value, "member", made.member, names, spec->name);
  }
  captures.push_back(std::move(made));
}

}  // namespace

std::string name_of(const MessagePattern& pattern) {
  if (pattern.message) return qmi::message_name(*pattern.service, *pattern.message);
  const std::string service = pattern.service ? qmi::service_name(*pattern.service) + " " : "";
  return fmt::format("any {}{}", service, kind_name(pattern.kind));
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

std::optional<MessagePattern> read_message_pattern(Reader& reader, qmi::Kind kind, const YamlNode& name,
                                                   const YamlNode* where) {
  MessagePattern pattern;
  pattern.kind = kind;
  if (read_any(reader, name, pattern)) {
    if (where != nullptr) reader.mistake(*where, "'where' says what the TLVs of one message are, not of any");
    pattern.text = in_words(pattern);
    return pattern;
  }
  const auto message =
      kind == qmi::Kind::indication ? read_indication_name(reader, name) : read_request_name(reader, name);
  if (!message) return std::nullopt;
  pattern.service = message->service;
  pattern.message = message->message;
  if (where != nullptr) pattern.where = read_field_matches(reader, *where, *message, kind);
  pattern.text = in_words(pattern);
  return pattern;
}

std::vector<Capture> read_captures(Reader& reader, const YamlNode& node, const MessagePattern& of) {
  std::vector<Capture> captures;
  const auto* spec = of.message ? qmi::find_message(*of.service, *of.message) : nullptr;
  if (spec == nullptr) {
    reader.mistake(node, "only of a message that has a name can something be captured");
    return captures;
  }
  for (const auto& entry : reader.map(node, "names and the TLVs that are kept under them")) {
    read_capture(reader, entry, qmi::tlvs_of(*spec, of.kind), captures);
  }
  return captures;
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
    const auto* tlv = find_tlv(message, wanted.tlv->id);
    if (tlv == nullptr) continue;
    const auto* value = wanted.member.empty() ? &tlv->value : tlv->value.member(wanted.member);
    if (value != nullptr) captured[wanted.name] = *value;
  }
}

}  // namespace modembench::scenario
