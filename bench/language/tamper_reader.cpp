#include "bench/language/tamper_reader.hpp"

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/number.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/tlv_reader.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

About given_about(const Reader& reader) { return reader.about() != nullptr ? *reader.about() : About{}; }

// The one message that the reader reads about. Nothing, with a mistake noted, if that is any message.
std::optional<MessageId> one_message(Reader& reader, const YamlNode& node, const grammar::KeySpec& key) {
  const auto message = given_about(reader).message;
  if (!message) reader.mistake(node, fmt::format("'{}' needs one message, not any: its TLVs have names", key.name));
  return message;
}

std::optional<std::uint8_t> read_id(Reader& reader, const YamlNode& node, const grammar::KeySpec& key) {
  const auto about = given_about(reader);
  const bool is_number = parse_whole_number(node.text).has_value();
  if (!is_number && !qmi::same_name(node.text, "result") && !one_message(reader, node, key)) return std::nullopt;
  return read_tlv_id(reader, node, about.message.value_or(MessageId{}), about.kind);
}

std::optional<Lie> read_lie(Reader& reader, const YamlEntry& entry, const grammar::KeySpec& key) {
  Lie lie;
  const auto length = read_wrong_number(reader, entry.value, kMostLength);
  if (qmi::same_name(entry.key.text, "qmux")) {
    lie.of = Lie::Of::qmux;
  } else if (qmi::same_name(entry.key.text, "message")) {
    lie.of = Lie::Of::message;
  } else {
    lie.of = Lie::Of::tlv;
    const auto id = read_id(reader, entry.key, key);
    if (!id) return std::nullopt;
    lie.tlv = *id;
  }
  if (!length) return std::nullopt;
  lie.length = *length;
  return lie;
}

// Checks the size that the shortest message comes to. A longer one is known only when it is sent.
void check_size(Reader& reader, const MapReader& map, const Tamper& tamper) {
  constexpr std::size_t kShortest = 12;
  const std::size_t bytes = tamper.before.size() + tamper.behind.size() + (tamper.cut ? 0 : kShortest);
  const auto why = why_too_much(bytes, tamper);
  if (why.empty()) return;
  const auto* at = map.key_node(tamper.repeat > 1 ? "repeat" : "split");
  reader.mistake(at != nullptr ? *at : map.node(), why + "; repeat it less often, or split it into larger pieces");
}

}  // namespace

std::optional<WrongNumber> read_wrong_number(Reader& reader, const YamlNode& node, std::int64_t most) {
  YamlNode number = node;
  const bool relative = node.text.starts_with('+') || node.text.starts_with('-');
  if (node.text.starts_with('+')) number.text.erase(0, 1);
  const auto value = reader.integer(number, relative ? -most : 0, most);
  if (!value) return std::nullopt;
  return WrongNumber{*value, relative};
}

std::optional<std::vector<std::uint8_t>> read_tlv_ids(Reader& reader, const YamlNode& node,
                                                      const grammar::KeySpec& key) {
  std::vector<std::uint8_t> ids;
  for (const auto& item : reader.one_or_list(node)) {
    if (const auto id = read_id(reader, item, key)) ids.push_back(*id);
  }
  return ids;
}

std::optional<std::vector<GivenTlv>> read_changed_tlvs(Reader& reader, const YamlNode& node,
                                                       const grammar::KeySpec& key) {
  const auto message = one_message(reader, node, key);
  if (!message) return std::nullopt;
  return read_tlvs(reader, node, *message, given_about(reader).kind);
}

std::optional<std::uint16_t> read_other_message(Reader& reader, const YamlNode& node) {
  const auto other = read_request_name(reader, node);
  if (!other) return std::nullopt;
  return other->message;
}

std::optional<std::vector<Lie>> read_lies(Reader& reader, const YamlNode& node, const grammar::KeySpec& key) {
  std::vector<Lie> lies;
  for (const auto& entry : reader.map(node, "qmux, message or a TLV, and their length")) {
    if (const auto lie = read_lie(reader, entry, key)) lies.push_back(*lie);
  }
  return lies;
}

std::optional<Tamper> read_tamper(Reader& reader, MapReader& map, const About& about) {
  const ReadingAbout reading(reader, about);
  Tamper tamper;
  const auto puts = read_part(reader, map, grammar::action_on_message, grammar::owner_of<Tamper>());
  for (const auto& put : puts) put(&tamper);
  // With a port as its value the key is an action on the modem, not on a message.
  const auto* hang_up = map.find("hang up");
  tamper.hang_up = hang_up != nullptr && hang_up->text == "true";
  check_size(reader, map, tamper);
  if (puts.empty() && !tamper.hang_up) return std::nullopt;
  return tamper;
}

}  // namespace modembench::bench
