#include "emulator/scenario/tlv_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/number.hpp"
#include "emulator/scenario/value_reader.hpp"

namespace modembench::scenario {
namespace {

/// Reads TLVs of either direction; those that are compared may be partial.
class TlvReader {
 public:
  TlvReader(Reader& reader, const MessageId& message, qmi::Kind kind, Extent extent)
      : reader_(reader),
        message_(message),
        kind_(kind == qmi::Kind::request ? "request" : "response"),
        extent_(extent) {
    if (message.spec != nullptr) specs_ = qmi::tlvs_of(*message.spec, kind);
  }

  std::vector<qmi::Tlv> read(const YamlNode& node) {
    for (const auto& entry : reader_.map(node, "TLVs")) {
      if (qmi::same_name(entry.key.text, "raw")) {
        for (const auto& raw : reader_.map(entry.value, "TLV numbers and bytes")) read_raw(raw);
      } else {
        read_named(entry);
      }
    }
    return std::move(tlvs_);
  }

 private:
  void read_named(const YamlEntry& entry) {
    const auto* spec = qmi::find_tlv(specs_, std::string_view(entry.key.text));
    if (spec == nullptr) return note_unknown(entry.key);
    auto value = read_value(reader_, entry.value, *spec->type, extent_);
    if (value) put(entry.key, {spec->id, std::move(*value), spec});
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
    if (id && bytes) put(entry.key, {static_cast<std::uint8_t>(*id), std::move(*bytes), nullptr});
  }

  void put(const YamlNode& key, qmi::Tlv tlv) {
    const auto is_same = [&](const qmi::Tlv& other) { return other.id == tlv.id; };
    if (std::any_of(tlvs_.begin(), tlvs_.end(), is_same)) {
      return reader_.mistake(key, fmt::format("TLV 0x{:02x} is there twice", tlv.id));
    }
    tlvs_.push_back(std::move(tlv));
  }

  Reader& reader_;
  const MessageId& message_;
  std::string_view kind_;
  Extent extent_;
  std::span<const qmi::TlvSpec> specs_;
  std::vector<qmi::Tlv> tlvs_;
};

}  // namespace

std::vector<qmi::Tlv> read_response_tlvs(Reader& reader, const YamlNode& node, const MessageId& message) {
  return TlvReader(reader, message, qmi::Kind::response, Extent::whole).read(node);
}

std::vector<FieldMatch> read_field_matches(Reader& reader, const YamlNode& node, const MessageId& message) {
  std::vector<FieldMatch> matches;
  for (auto& tlv : TlvReader(reader, message, qmi::Kind::request, Extent::part).read(node)) {
    matches.push_back({tlv.spec, std::move(tlv.value), tlv.id});
  }
  return matches;
}

}  // namespace modembench::scenario
