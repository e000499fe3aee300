#include "bench/language/message_pattern_reader.hpp"

#include <algorithm>

#include "bench/language/message_pattern_reader.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/tlv_reader.hpp"
#include "bench/plan/message_pattern.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

std::string_view without_last_word(std::string_view text, std::string_view word) {
  if (text.size() <= word.size() || !qmi::same_name(text.substr(text.size() - word.size()), word)) return text;
  const auto rest = text.substr(0, text.size() - word.size());
  return rest.ends_with(' ') ? rest.substr(0, rest.find_last_not_of(' ') + 1) : text;
}

/// Reads "any" and "any WDS"; the word for the kind may follow, "any WDS request", as no message has such a name.
/// Returns false, and notes no mistake, for any other name.
bool read_any(Reader& reader, const YamlNode& name, MessagePattern& pattern) {
  if (name.kind != YamlNode::Kind::text) return false;
  std::string_view text = without_last_word(name.text, name_of(pattern.kind));
  if (qmi::same_name(text, "any")) return true;
  if (!text.starts_with("any ")) return false;
  YamlNode service = name;
  service.text = text.substr(4);
  service.column += 4;
  pattern.service = read_service(reader, service);
  return true;
}

/// Reads the name of a captured value, and the TLV or the member of a TLV that it is.
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

std::optional<MessagePattern> read_message_pattern(Reader& reader, qmi::MessageKind kind, const YamlNode& name,
                                                   const YamlNode* where) {
  MessagePattern pattern;
  pattern.kind = kind;
  if (read_any(reader, name, pattern)) {
    if (where != nullptr) reader.mistake(*where, "'where' says what the TLVs of one message are, not of any");
    pattern.text = in_words(pattern);
    return pattern;
  }
  const auto message =
      kind == qmi::MessageKind::indication ? read_indication_name(reader, name) : read_request_name(reader, name);
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

}  // namespace modembench::bench
