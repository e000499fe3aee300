#include "fuzz/targets/drawn/scenario.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/load.hpp"
#include "bench/plan/milestone.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::fuzz {
namespace {

using namespace std::string_view_literals;
using bench::grammar::Form;
using bench::grammar::KeySpec;
using bench::grammar::Kind;
using bench::grammar::MapSpec;
using bench::grammar::Presence;

constexpr std::size_t kMaxRules = 8;
constexpr int kMaxDepth = 4;
// Few, so that what one rule does is what another waits for.
constexpr std::array kRequests = {"WDS Start Network"sv, "WDS Stop Network"sv, "NAS Get Serving System"sv,
                                  "DMS Get Operating Mode"sv, "WDS Get Packet Service Status"sv};
constexpr std::array kAnyRequests = {"any"sv, "any WDS"sv, "WDS Start Network"sv, "CTL Get Client ID"sv};
constexpr std::array kIndications = {"WDS Packet Service Status"sv, "NAS Serving System"sv, "WMS Event Report"sv};
constexpr std::array kTimes = {"0s"sv, "1ms"sv, "20ms"sv, "2s"sv, "30s"sv};
constexpr std::array kPorts = {"qmi"sv, "ttyUSB0"sv, "ttyUSB1"sv, "ttyUSB2"sv};

std::string pick(std::span<const std::string_view> from, Input& input) {
  return std::string(from[input.byte() % from.size()]);
}

std::string map_of_keys(const MapSpec& spec, Input& input, int depth);

std::string value_of(const KeySpec& key, Input& input, int depth) {
  const auto forms = key.value.all();
  const Form& form = forms[input.byte() % forms.size()];
  switch (form.kind) {
    case Kind::map:
      return depth < kMaxDepth ? map_of_keys(*bench::grammar::maps_of(form).front(), input, depth + 1)
                               : std::string(key.example);
    case Kind::message:
      return pick(kRequests, input);
    case Kind::any_message:
      return pick(kAnyRequests, input);
    case Kind::indication:
    case Kind::any_indication:
      return pick(kIndications, input);
    case Kind::event:
      return pick(bench::kMilestoneNames, input);
    case Kind::at:
    case Kind::at_time:
      return pick(kTimes, input) + " after " + pick(bench::kMilestoneNames, input);
    case Kind::duration:
    case Kind::span:
      return pick(kTimes, input);
    case Kind::port:
    case Kind::serial_port:
      return pick(kPorts, input);
    case Kind::map_of_ports:
      return "{" + pick(kPorts, input) + ": noise}";
    default:
      return std::string(key.example);
  }
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "{on: registered, do: {unregister: qmi}}"
std::string map_of_keys(const MapSpec& spec, Input& input, int depth) {
  const std::string only = spec.one_of.empty() ? std::string() : pick(spec.one_of, input);
  std::string_view needed;
  std::string text;
  const auto add = [&](const KeySpec& key) {
    text += (text.empty() ? "" : ", ") + std::string(key.name) + ": " + value_of(key, input, depth);
    needed = key.needs;
  };
  for (const auto& key : spec.keys) {
    const bool alternative = contains(spec.one_of, key.name);
    const bool wanted = alternative ? key.name == only : key.presence == Presence::required || input.byte() % 12 == 1;
    if (!wanted) continue;
    add(key);
    if (const auto* other = needed.empty() ? nullptr : spec.find(needed); other != nullptr) add(*other);
  }
  // A map of an action with nothing in it does nothing.
  if (text.empty()) add(spec.keys[input.byte() % spec.keys.size()]);
  return "{" + text + "}";
}

std::string scenario_of(const std::string& settings, const std::string& rules) {
  return "about: drawn\nmodem: mc8355\nset: " + settings + "\nwhen:\n" + rules +
         "client: reference-stay\ndeadline: 60s\nexpect: [{client: exits}]\n";
}

bool can_be_read(const std::string& text) {
  const auto no_file = [](const std::string&) {
    return tl::expected<std::string, std::string>(tl::unexpect, "there are no files");
  };
  return bench::load_scenarios(text, "drawn.yaml", {no_file, {}}).has_value();
}

constexpr std::string_view kNothing = "  []\n";

}  // namespace

std::string drawn_scenario(Input& input) {
  auto settings = map_of_keys(bench::grammar::settings, input, 0);
  if (!can_be_read(scenario_of(settings, std::string(kNothing)))) settings = "{}";
  std::string rules;
  const auto count = 1 + input.byte() % kMaxRules;
  for (std::size_t i = 0; i < count && !input.empty(); ++i) {
    const auto one = "  - " + map_of_keys(bench::grammar::rule, input, 0) + "\n";
    if (can_be_read(scenario_of("{}", one))) rules += one;
  }
  if (!can_be_read(scenario_of(settings, rules))) rules = kNothing;
  return scenario_of(settings, rules);
}

}  // namespace modembench::fuzz
