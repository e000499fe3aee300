#include "bench/language/action_values.hpp"

#include <utility>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/port_reader.hpp"
#include "bench/language/read_form.hpp"
#include "bench/language/tlv_reader.hpp"

namespace modembench::bench {
std::vector<Say> read_says(Reader& reader, const YamlNode& node) {
  std::vector<Say> says;
  for (const auto& [port, value] : read_serial_ports(reader, node, "serial ports and what they say")) {
    if (auto text = reader.text(*value)) says.push_back({port, std::move(*text)});
  }
  return says;
}

std::optional<Indicate> read_indicate(Reader& reader, const YamlNode& node) {
  const YamlNode* name = &node;
  const YamlNode* with = nullptr;
  std::int64_t client = qmi::kEveryClient;
  if (node.kind == YamlNode::Kind::map) {
    MapReader map(reader, node, grammar::indicate);
    name = map.require("message");
    with = map.find("with");
    client = map.integer("client id").value_or(client);
  }
  const auto message = name != nullptr ? read_indication_name(reader, *name) : std::nullopt;
  if (!message) return std::nullopt;
  Indicate made;
  made.header = qmi::indication(message->service, static_cast<std::uint8_t>(client), message->message).header;
  if (with != nullptr) made.tlvs = read_tlvs(reader, *with, *message, qmi::MessageKind::indication);
  return made;
}

std::optional<HangUp> read_hang_up(Reader& reader, const YamlNode& node) {
  const bool is_word = node.kind == YamlNode::Kind::text && (node.text == "true" || node.text == "false");
  if (is_word) {
    const auto& key = *grammar::action.find("hang up");
    if (!read_only_true(reader, node, key) || reader.about() != nullptr) return std::nullopt;
    return HangUp{};
  }
  const auto port = read_port(reader, node);
  if (!port) return std::nullopt;
  return HangUp{*port};
}

}  // namespace modembench::bench
