#include "emulator/scenario/settings_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "emulator/scenario/name_reader.hpp"
#include "emulator/scenario/network_settings_reader.hpp"
#include "emulator/scenario/value_reader.hpp"

namespace modembench::scenario {
namespace {

/// Reads the keys of one map into their places; a key that isn't there, or is wrong, leaves its place alone.
class Setter {
 public:
  Setter(Reader& reader, const YamlNode& node, std::initializer_list<std::string_view> keys)
      : reader_(reader), map_(reader, node, keys) {}

  void text(std::string_view key, std::string& place) {
    if (const auto* node = map_.find(key)) put(reader_.text(*node), place);
  }
  void duration(std::string_view key, Duration& place) {
    if (const auto* node = map_.find(key)) put(reader_.duration(*node), place);
  }
  void truth(std::string_view key, bool& place) {
    if (const auto* node = map_.find(key)) put(reader_.truth(*node), place);
  }
  template <class Number>
  void number(std::string_view key, Number& place, std::int64_t least, std::int64_t most) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    if (const auto value = reader_.integer(*node, least, most)) place = static_cast<Number>(*value);
  }
  template <class Enum, std::size_t size>
  void choice(std::string_view key, std::string_view kind, const std::array<Enum, size>& values, Enum& place,
              std::initializer_list<std::string_view> names) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    if (const auto index = reader_.choice(*node, kind, names)) place = values[*index];
  }
  /// Text that has only digits; as many of them as said.
  void digits(std::string_view key, std::string& place, std::size_t least, std::size_t most) {
    const auto* node = map_.find(key);
    const auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    if (!value) return;
    const bool all = std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (all && value->size() >= least && value->size() <= most) {
      place = *value;
      return;
    }
    const std::string wanted = least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
    reader_.mistake(*node, fmt::format("should be {} digits, is {}", wanted, describe(*node)));
  }
  void address(std::string_view key, qmi::Shape shape, std::string& place) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    qmi::TypeSpec type;
    type.shape = shape;
    if (const auto value = read_value(reader_, *node, type)) place = value->text();
  }
  [[nodiscard]] const YamlNode* find(std::string_view key) const { return map_.find(key); }

 private:
  template <class T>
  static void put(std::optional<T> value, T& place) {
    if (value) place = std::move(*value);
  }

  Reader& reader_;
  MapReader map_;
};

void read_sim(Reader& reader, const YamlNode& node, modem::SimSettings& sim) {
  using State = modem::SimSettings::State;
  Setter set(reader, node, {"state", "ready after", "pin", "puk", "pin retries", "puk retries"});
  set.choice("state", "state of the SIM",
             std::array{State::ready, State::pin_required, State::puk_required, State::absent}, sim.state,
             {"ready", "pin required", "puk required", "absent"});
  set.duration("ready after", sim.ready_after);
  set.digits("pin", sim.pin, 4, 8);
  set.digits("puk", sim.puk, 8, 8);
  set.number("pin retries", sim.pin_retries, 0, 255);
  set.number("puk retries", sim.puk_retries, 0, 255);
}

void read_ipv4(Reader& reader, const YamlNode& node, modem::CallSettings& call) {
  Setter set(reader, node, {"address", "gateway", "netmask", "dns1", "dns2"});
  set.address("address", qmi::Shape::ipv4, call.ipv4_address);
  set.address("gateway", qmi::Shape::ipv4, call.ipv4_gateway);
  set.address("netmask", qmi::Shape::ipv4, call.ipv4_netmask);
  set.address("dns1", qmi::Shape::ipv4, call.ipv4_dns1);
  set.address("dns2", qmi::Shape::ipv4, call.ipv4_dns2);
}

void read_ipv6(Reader& reader, const YamlNode& node, modem::CallSettings& call) {
  Setter set(reader, node, {"address", "prefix", "gateway", "dns1", "dns2"});
  set.address("address", qmi::Shape::ipv6, call.ipv6_address);
  set.number("prefix", call.ipv6_prefix, 0, 128);
  set.address("gateway", qmi::Shape::ipv6, call.ipv6_gateway);
  set.address("dns1", qmi::Shape::ipv6, call.ipv6_dns1);
  set.address("dns2", qmi::Shape::ipv6, call.ipv6_dns2);
}

void read_call(Reader& reader, const YamlNode& node, modem::CallSettings& call) {
  Setter set(reader, node, {"after", "refuse", "status per client", "ipv4", "ipv6", "mtu"});
  set.duration("after", call.after);
  set.truth("status per client", call.status_per_client);
  set.number("mtu", call.mtu, 1, 65535);
  if (const auto* refuse = set.find("refuse")) {
    call.refuse_reason = read_call_end_reason(reader, *refuse).value_or(call.refuse_reason);
  }
  if (const auto* ipv4 = set.find("ipv4")) read_ipv4(reader, *ipv4, call);
  if (const auto* ipv6 = set.find("ipv6")) read_ipv6(reader, *ipv6, call);
}

void read_client_ids(Reader& reader, const YamlNode& node, modem::ClientIdSettings& client_ids) {
  Setter set(reader, node, {"limit", "unique over modem"});
  set.number("limit", client_ids.limit, 0, UINT16_MAX);
  set.truth("unique over modem", client_ids.unique_over_modem);
}

}  // namespace

void read_settings(Reader& reader, const YamlNode& node, modem::Profile& profile, serial::Voice& serial) {
  using Mode = modem::OperatingMode;
  Setter set(
      reader, node,
      {"operating mode", "sim", "home network", "registration", "signal", "scan", "call", "client ids", "serial"});
  set.choice("operating mode", "operating mode",
             std::array{Mode::online, Mode::low_power, Mode::factory_test, Mode::offline, Mode::persistent_low_power},
             profile.operating_mode, {"online", "low power", "factory test", "offline", "persistent low power"});
  if (const auto* sim = set.find("sim")) read_sim(reader, *sim, profile.sim);
  if (const auto* home = set.find("home network")) read_home_network(reader, *home, profile.home_network);
  if (const auto* registration = set.find("registration")) {
    make(read_registration(reader, *registration), profile.registration);
  }
  if (const auto* signal = set.find("signal")) make(read_signal(reader, *signal), profile.signal);
  if (const auto* scan = set.find("scan")) read_scan(reader, *scan, profile.scan);
  if (const auto* call = set.find("call")) read_call(reader, *call, profile.call);
  if (const auto* client_ids = set.find("client ids")) read_client_ids(reader, *client_ids, profile.client_ids);
  set.choice("serial", "voice", std::array{serial::Voice::silent}, serial, {"silent"});
}

}  // namespace modembench::scenario
