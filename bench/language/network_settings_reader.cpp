#include "bench/language/network_settings_reader.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/number.hpp"
#include "bench/language/value_reader.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

/// More than any scan finds.
constexpr std::size_t kMaxNetworks = 64;

/// -6 or -6.5 dB, as steps of -0.5 dB.
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

/// Reads the keys of one map as changes to the members they are about.
template <class Settings>
class ChangeReader {
 public:
  ChangeReader(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec)
      : reader_(reader), map_(reader, node, spec), spec_(spec) {}

  [[nodiscard]] const YamlNode* find(std::string_view key) const { return map_.find(key); }
  void require(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) static_cast<void>(map_.require(key));
  }
  void add(std::function<void(Settings&)> change) { changes_.push_back(std::move(change)); }
  [[nodiscard]] Changes<Settings> take() { return std::move(changes_); }

  template <class Owner>
  void text(std::string_view key, std::string Owner::*member) {
    const auto* node = find(key);
    auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    const auto most = static_cast<std::size_t>(grammar::form_of(spec_, key, grammar::Kind::text).most);
    if (value && value->size() > most) return reader_.mistake(*node, fmt::format("should have {} bytes at most", most));
    put(std::move(value), member);
  }
  template <class Owner>
  void duration(std::string_view key, Duration Owner::*member) {
    if (const auto* node = find(key)) put(reader_.duration(*node), member);
  }
  template <class Owner>
  void truth(std::string_view key, bool Owner::*member) {
    if (const auto* node = find(key)) put(reader_.truth(*node), member);
  }
  template <class Number, class Owner>
  void number(std::string_view key, Number Owner::*member) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto& form = grammar::form_of(spec_, key, grammar::Kind::integer);
    put(reader_.integer(*node, form.least, form.most), member);
  }
  template <class Owner>
  void enumerated(std::string_view key, std::uint16_t Owner::*member) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto& type = grammar::form_of(spec_, key, grammar::Kind::named).type();
    put(read_enum(reader_, *node, *type.enumeration, type.width, key), member);
  }
  template <class Owner>
  void enum_list(std::string_view key, std::vector<std::uint8_t> Owner::*member) {
    const auto* node = find(key);
    if (node == nullptr) return;
    const auto value = read_value(reader_, *node, grammar::form_of(spec_, key, grammar::Kind::named).type());
    if (!value) return;
    std::vector<std::uint8_t> numbers;
    for (const auto& item : value->list()) numbers.push_back(static_cast<std::uint8_t>(item.number()));
    add([numbers = std::move(numbers), member](Settings& settings) { settings.*member = numbers; });
  }

 private:
  template <class Value, class Member>
  void put(std::optional<Value> value, Member member) {
    if (!value) return;
    add([value = std::move(*value), member](Settings& settings) {
      using Place = std::remove_reference_t<decltype(settings.*member)>;
      settings.*member = static_cast<Place>(value);
    });
  }

  Reader& reader_;
  MapReader map_;
  const grammar::MapSpec& spec_;
  Changes<Settings> changes_;
};

template <class Settings>
void read_network(ChangeReader<Settings>& map) {
  using modem::NetworkSettings;
  map.number("mcc", &NetworkSettings::mcc);
  map.number("mnc", &NetworkSettings::mnc);
  map.text("network", &NetworkSettings::network);
  map.enum_list("radio interfaces", &NetworkSettings::radio_interfaces);
  map.enum_list("data capabilities", &NetworkSettings::data_capabilities);
  map.enumerated("band", &NetworkSettings::band);
  map.number("channel", &NetworkSettings::channel);
}

template <class Settings>
void read_reading(Reader& reader, ChangeReader<Settings>& map) {
  using modem::Reading;
  map.number("dbm", &Reading::dbm);
  map.number("error rate", &Reading::error_rate);
  if (const auto* node = map.find("ecio")) {
    const auto steps = node->kind == YamlNode::Kind::text ? parse_half_decibels(node->text) : std::nullopt;
    if (steps) return map.add([steps](Settings& settings) { settings.ecio = *steps; });
    reader.mistake(*node, fmt::format("should be 0 to -127.5 dB in steps of 0.5, is {}", describe(*node)));
  }
}

/// What `others` says of one radio interface; what it doesn't say is as for the rest.
void read_other(Reader& reader, const YamlEntry& entry, ChangeReader<modem::SignalSettings>& map) {
  const auto& type = *grammar::radio_interfaces_type().element;
  const auto interface = read_enum(reader, entry.key, *type.enumeration, type.width, type.enumeration->name);
  ChangeReader<modem::Reading> reading(reader, entry.value, grammar::reading);
  read_reading(reader, reading);
  if (!interface) return;
  map.add([id = static_cast<std::uint8_t>(*interface), changes = reading.take()](modem::SignalSettings& signal) {
    modem::Reading changed = signal.of(id);
    make(changes, changed);
    std::erase_if(signal.others, [&](const auto& other) { return other.radio_interface == id; });
    signal.others.push_back({changed, id});
  });
}

modem::OtherNetwork read_other_network(Reader& reader, const YamlNode& node) {
  ChangeReader<modem::OtherNetwork> map(reader, node, grammar::other_network);
  if (node.kind == YamlNode::Kind::map) map.require({"mcc", "mnc", "network", "radio interfaces"});
  read_network(map);
  map.truth("forbidden", &modem::OtherNetwork::forbidden);
  modem::OtherNetwork network;
  make(map.take(), network);
  return network;
}

}  // namespace

std::string in_one_line(const YamlNode& node) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  switch (node.kind) {
    case YamlNode::Kind::map:
      for (const auto& [key, value] : node.entries) add(fmt::format("{}: {}", key.text, in_one_line(value)));
      return fmt::format("{{{}}}", text);
    case YamlNode::Kind::list:
      for (const auto& item : node.items) add(in_one_line(item));
      return fmt::format("[{}]", text);
    default:
      return node.text;
  }
}

Changes<modem::RegistrationSettings> read_registration(Reader& reader, const YamlNode& node) {
  using modem::RegistrationSettings;
  using Outcome = RegistrationSettings::Outcome;
  constexpr std::array kOutcomes = {Outcome::home, Outcome::roaming, Outcome::denied, Outcome::searching};
  ChangeReader<RegistrationSettings> map(reader, node, grammar::registration);
  if (const auto* state = map.find("state")) {
    const auto index = reader.choice(*state, "state of registration",
                                     grammar::form_of(grammar::registration, "state", grammar::Kind::choice).names);
    if (index) map.add([=](RegistrationSettings& settings) { settings.outcome = kOutcomes[*index]; });
  }
  map.duration("after", &RegistrationSettings::after);
  read_network(map);
  map.enumerated("reject cause", &RegistrationSettings::reject_cause);
  return map.take();
}

Changes<modem::SignalSettings> read_signal(Reader& reader, const YamlNode& node) {
  using modem::SignalSettings;
  ChangeReader<SignalSettings> map(reader, node, grammar::signal);
  read_reading(reader, map);
  map.number("io", &SignalSettings::io);
  map.number("sinr", &SignalSettings::sinr);
  if (const auto* others = map.find("others")) {
    for (const auto& entry : reader.map(*others, "radio interfaces and their signal")) {
      read_other(reader, entry, map);
    }
  }
  return map.take();
}

void read_scan(Reader& reader, const YamlNode& node, modem::ScanSettings& scan) {
  ChangeReader<modem::ScanSettings> map(reader, node, grammar::scan);
  map.duration("after", &modem::ScanSettings::after);
  make(map.take(), scan);
  const auto* networks = map.find("networks");
  if (networks == nullptr) return;
  if (networks->kind != YamlNode::Kind::list || networks->items.size() > kMaxNetworks) {
    const bool many = networks->kind == YamlNode::Kind::list;
    return reader.mistake(*networks, many ? fmt::format("so many networks aren't found; at most {}", kMaxNetworks)
                                          : fmt::format("should be a list of networks, is {}", describe(*networks)));
  }
  scan.networks.clear();
  for (const auto& item : networks->items) scan.networks.push_back(read_other_network(reader, item));
}

void read_home_network(Reader& reader, const YamlNode& node, modem::HomeNetwork& home) {
  using modem::HomeNetwork;
  ChangeReader<HomeNetwork> map(reader, node, grammar::home_network);
  map.number("mcc", &HomeNetwork::mcc);
  map.number("mnc", &HomeNetwork::mnc);
  map.text("network", &HomeNetwork::network);
  make(map.take(), home);
}

}  // namespace modembench::bench
