#include "bench/language/network_settings_reader.hpp"

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/number.hpp"
#include "bench/language/read_map.hpp"

namespace modembench::bench {
namespace {

/// How many networks a scan may find; more than any scan does.
constexpr std::size_t kMaxNetworks = 64;

/// Reads -6 or -6.5 dB. Returns steps of -0.5 dB.
std::optional<std::uint8_t> parse_half_decibels(std::string_view text) {
  const bool half = text.ends_with(".5");
  if (half || text.ends_with(".0")) text.remove_suffix(2);
  // "-0.5" would lose its sign with the zero.
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto whole = parse_whole_number(text);
  if (!whole || whole->negative || whole->magnitude > UINT8_MAX / 2) return std::nullopt;
  const auto steps = static_cast<std::uint8_t>(2 * whole->magnitude + (half ? 1 : 0));
  return negative || steps == 0 ? std::optional(steps) : std::nullopt;
}

}  // namespace

std::optional<std::uint8_t> read_half_decibels(Reader& reader, const YamlNode& node) {
  const auto steps = node.kind == YamlNode::Kind::text ? parse_half_decibels(node.text) : std::nullopt;
  if (!steps) reader.mistake(node, fmt::format("should be 0 to -127.5 dB in steps of 0.5, is {}", describe(node)));
  return steps;
}

Changes<modem::SignalSettings> read_others(Reader& reader, const YamlNode& node) {
  Changes<modem::SignalSettings> all;
  for (const auto& entry : reader.map(node, "radio interfaces and their signal")) {
    const auto& type = *grammar::radio_interfaces_type().element;
    const auto interface = read_enum(reader, entry.key, *type.enumeration, type.width, type.enumeration->name);
    auto changes = read_changes<modem::Reading>(reader, entry.value, grammar::reading);
    if (!interface) continue;
    all.push_back([id = static_cast<qmi::nas::RadioInterface>(*interface),
                   changes = std::move(changes)](modem::SignalSettings& signal) {
      modem::Reading changed = signal.of(id);
      make(changes, changed);
      std::erase_if(signal.others, [&](const auto& other) { return other.radio_interface == id; });
      signal.others.push_back({changed, id});
    });
  }
  return all;
}

std::optional<std::vector<modem::OtherNetwork>> read_networks(Reader& reader, const YamlNode& node) {
  const bool is_list = node.kind == YamlNode::Kind::list;
  if (!is_list || node.items.size() > kMaxNetworks) {
    reader.mistake(node, is_list ? fmt::format("so many networks aren't found; at most {}", kMaxNetworks)
                                 : fmt::format("should be a list of networks, is {}", describe(node)));
    return std::nullopt;
  }
  std::vector<modem::OtherNetwork> networks;
  for (const auto& item : node.items) {
    read_into(reader, item, grammar::other_network, networks.emplace_back());
  }
  return networks;
}

}  // namespace modembench::bench
