#include "bench/language/tlv_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "bench/language/number.hpp"
#include "bench/language/value_reader.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

constexpr std::array<std::string_view, 3> kKindNames = {"request", "response", "indication"};

/// The name in "$pdh", which is "pdh"; empty for any other text.
std::string captured_name(const YamlNode& node) {
  constexpr std::string_view kOfNames = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  if (node.kind != YamlNode::Kind::text || node.text.size() < 2 || node.text[0] != '$') return {};
  return node.text.find_first_not_of(kOfNames, 1) == std::string::npos ? node.text.substr(1) : "";
}

/// Reads TLVs of one kind of message. Those that are only compared may be given in part.
class TlvReader {
 public:
  TlvReader(Reader& reader, const MessageId& message, qmi::MessageKind kind, Extent extent)
      : reader_(reader), message_(message), kind_(kKindNames[static_cast<std::size_t>(kind)]), extent_(extent) {
    if (message.spec != nullptr) specs_ = qmi::tlvs_of(*message.spec, kind);
  }

  std::vector<GivenTlv> read(const YamlNode& node) {
    for (const auto& entry : reader_.map(node, "TLVs")) {
      if (qmi::same_name(entry.key.text, "raw")) {
        for (const auto& raw : reader_.map(entry.value, "TLV numbers and bytes")) read_raw(raw);
      } else {
        read_named(entry);
      }
    }
    return std::move(tlvs_);
  }

  const qmi::TlvSpec* find(const YamlNode& name) {
    const auto* spec = qmi::find_tlv(specs_, std::string_view(name.text));
    if (spec == nullptr) note_unknown(name);
    return spec;
  }

 private:
  void read_named(const YamlEntry& entry) {
    const auto* spec = find(entry.key);
    if (spec == nullptr) return;
    if (auto name = captured_name(entry.value); !name.empty()) {
      return put(entry.key, {{spec->id, {}, spec}, std::move(name)});
    }
    auto value = read_value(reader_, entry.value, *spec->type, extent_);
    if (value) put(entry.key, {{spec->id, std::move(*value), spec}, {}});
  }

  void note_unknown(const YamlNode& key) {
    const std::string name = qmi::message_name(message_.service, message_.message);
    if (specs_.empty()) {
      return reader_.mistake(key,
                             fmt::format("no TLV of a {} {} has a name; write raw: {{0x01: \"01 02\"}}", name, kind_));
    }
    std::vector<std::string> names;
    for (const auto& spec : specs_) names.emplace_back(spec.name);
    reader_.unknown(key, "TLV", key.text, names, fmt::format("a {} {}", name, kind_));
  }

  void read_raw(const YamlEntry& entry) {
    const auto id = reader_.integer(entry.key, 0, 255);
    auto bytes = read_bytes(reader_, entry.value);
    if (id && bytes) put(entry.key, {{static_cast<std::uint8_t>(*id), std::move(*bytes), nullptr}, {}});
  }

  void put(const YamlNode& key, GivenTlv given) {
    const auto is_same = [&](const GivenTlv& other) { return other.tlv.id == given.tlv.id; };
    if (std::any_of(tlvs_.begin(), tlvs_.end(), is_same)) {
      return reader_.mistake(key, fmt::format("TLV 0x{:02x} is there twice", given.tlv.id));
    }
    tlvs_.push_back(std::move(given));
  }

  Reader& reader_;
  const MessageId& message_;
  std::string_view kind_;
  Extent extent_;
  std::span<const qmi::TlvSpec> specs_;
  std::vector<GivenTlv> tlvs_;
};

}  // namespace

std::vector<GivenTlv> read_tlvs(Reader& reader, const YamlNode& node, const MessageId& message, qmi::MessageKind kind) {
  return TlvReader(reader, message, kind, Extent::whole).read(node);
}

std::vector<FieldMatch> read_field_matches(Reader& reader, const YamlNode& node, const MessageId& message,
                                           qmi::MessageKind kind) {
  std::vector<FieldMatch> matches;
  for (auto& given : TlvReader(reader, message, kind, Extent::part).read(node)) {
    matches.push_back({given.tlv.spec, std::move(given.tlv.value), given.tlv.id, std::move(given.captured)});
  }
  return matches;
}

std::optional<std::uint8_t> read_tlv_id(Reader& reader, const YamlNode& node, const MessageId& message,
                                        qmi::MessageKind kind) {
  if (node.kind == YamlNode::Kind::text && parse_whole_number(node.text)) {
    const auto id = reader.integer(node, 0, 255);
    return id ? std::optional(static_cast<std::uint8_t>(*id)) : std::nullopt;
  }
  if (node.kind != YamlNode::Kind::text) {
    reader.mistake(node, fmt::format("should be a TLV's name or number, is {}", describe(node)));
    return std::nullopt;
  }
  // Every response has the Result, so that the schema of no message has it.
  if (kind == qmi::MessageKind::response && qmi::same_name(node.text, "result")) return std::uint8_t{0x02};
  const auto* spec = TlvReader(reader, message, kind, Extent::part).find(node);
  return spec != nullptr ? std::optional(spec->id) : std::nullopt;
}

}  // namespace modembench::bench
