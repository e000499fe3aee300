#include <functional>
#include <set>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "bench/language/grammar/json_schema.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"
#include "tests/unit/bench/language/json_schema_validator.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// The tables against the readers: each key, with its example, is tried where it can stand.
namespace {

namespace sc = modembench::bench;
namespace grammar = modembench::bench::grammar;
using grammar::KeySpec;
using grammar::Kind;
using grammar::MapSpec;

/// A map's keys and values in one line, and where the scenario has the map.
using Entries = std::vector<std::pair<std::string, std::string>>;
using Frame = std::function<std::string(const std::string& map)>;

std::string map_text(const Entries& entries) {
  std::string text;
  for (const auto& [key, value] : entries) text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, value);
  return fmt::format("{{{}}}", text);
}

/// A value in the flow style, as the examples are written without quotes where a block needs none.
std::string flow(std::string_view example) {
  const bool plain = example.find_first_of("{[\"") != 0 && example.find_first_of(",{}[]#*|:") != std::string::npos;
  return plain ? fmt::format("\"{}\"", example) : std::string(example);
}

bool has(const Entries& entries, std::string_view key) {
  return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == key; });
}

void add(Entries& entries, const MapSpec& spec, std::string_view key) {
  const auto* found = spec.find(key);
  if (!key.empty() && !has(entries, key)) entries.emplace_back(found->name, flow(found->example));
}

/// The least that a map has for `key` to stand in it.
Entries entries_for(const MapSpec& spec, const KeySpec& key) {
  Entries entries;
  for (const auto& other : spec.keys) {
    if (other.presence == grammar::Presence::required) add(entries, spec, other.name);
  }
  add(entries, spec, key.name);
  const auto follow_needs = [&] {
    for (std::size_t i = 0; i < entries.size(); ++i) add(entries, spec, spec.find(entries[i].first)->needs);
  };
  follow_needs();
  const auto is_there = [&](std::string_view one) { return has(entries, one); };
  for (const auto group : {spec.one_of, spec.some_of}) {
    if (group.empty() || std::any_of(group.begin(), group.end(), is_there)) continue;
    // A rule's other keys want a message.
    add(entries, spec, &spec == &grammar::rule ? "on" : group.front());
  }
  follow_needs();
  return entries;
}

struct Place {
  const MapSpec* spec;
  Frame frame;
};

Entries with(Entries entries, std::string_view key, const std::string& value) {
  for (auto& [name, text] : entries) {
    if (name == key) text = value;
  }
  return entries;
}

void add_places(std::vector<Place>& places, std::set<const MapSpec*>& seen, const MapSpec& spec, const Frame& frame);

void add_places_of(std::vector<Place>& places, std::set<const MapSpec*>& seen, const grammar::Value& value,
                   const Frame& frame) {
  for (const auto& form : value.all()) {
    const Frame in_list = [=](const std::string& map) {
      return frame(form.many == grammar::Many::one ? map : fmt::format("[{}]", map));
    };
    if (form.kind == Kind::map_of) {
      add_places_of(places, seen, *form.of,
                    [=](const std::string& map) { return in_list(fmt::format("{{GSM: {}}}", map)); });
    }
    if (form.kind == Kind::map_of_ports) {
      add_places_of(places, seen, *form.of,
                    [=](const std::string& map) { return in_list(fmt::format("{{ttyUSB1: {}}}", map)); });
    }
    for (const auto* inner : grammar::maps_of(form)) {
      // An order has two steps or more.
      add_places(
          places, seen, *inner, inner != &grammar::step ? in_list : [=](const std::string& map) {
            return frame(fmt::format("[WDS Start Network, {}]", map));
          });
    }
  }
}

void add_places(std::vector<Place>& places, std::set<const MapSpec*>& seen, const MapSpec& spec, const Frame& frame) {
  if (!seen.insert(&spec).second) return;
  places.push_back({&spec, frame});
  for (const auto& key : spec.keys) {
    const auto entries = entries_for(spec, key);
    add_places_of(places, seen, key.value,
                  [=](const std::string& map) { return frame(map_text(with(entries, key.name, map))); });
  }
}

/// Every map of a scenario, each where it is come to first.
std::vector<Place> all_places() {
  std::vector<Place> places;
  std::set<const MapSpec*> seen;
  add_places(places, seen, grammar::scenario, [](const std::string& map) {
    // One line as a file: the braces stay, YAML takes them.
    const bool has_client = json_schema::from_yaml(map).contains("client");
    return has_client ? map + "\n" : fmt::format("{}, client: qmicli-connect}}\n", map.substr(0, map.size() - 1));
  });
  return places;
}

scenario_support::Text a_base(const std::string& path) {
  if (path != "base.yaml") return scenario_support::no_file(path);
  return "seed: 3\n";
}

/// Rules by name and captured values are looked for in the rest of the file, which a frame doesn't have.
std::string mistakes_in_frame(const std::string& text) {
  const auto loaded = sc::load_scenarios(text, "x.yaml", {a_base, {}});
  std::string all;
  if (!loaded) {
    for (const auto& mistake : loaded.error()) {
      if (mistake.what.find("unknown rule 'deaf'") == std::string::npos) all += mistake.to_string() + "\n";
    }
  }
  return all;
}

const nlohmann::json& schema_without_files() {
  static const auto parsed = nlohmann::json::parse(grammar::json_schema({}, {}));
  return parsed;
}

bool is_misplaced(const KeySpec& key) { return key.value.forms[0].kind == Kind::misplaced; }

}  // namespace

TEST_CASE("grammar: each key is read, with its example, and the schema says the same", "[grammar]") {
  int keys = 0;
  for (const auto& [spec, frame] : all_places()) {
    for (const auto& key : spec->keys) {
      const auto text = frame(map_text(entries_for(*spec, key)));
      INFO(spec->name << ": " << key.name << "\n" << text);
      ++keys;
      CHECK(mistakes_in_frame(text).empty() != is_misplaced(key));
      CHECK(json_schema::violations(schema_without_files(), json_schema::from_yaml(text)).empty() != is_misplaced(key));
    }
  }
  CHECK(keys > 200);
}

TEST_CASE("grammar: nonsense as the value of a key is refused by the reader and by the schema", "[grammar]") {
  for (const auto& [spec, frame] : all_places()) {
    for (const auto& key : spec->keys) {
      if (is_misplaced(key)) continue;
      const auto text = frame(map_text(with(entries_for(*spec, key), key.name, "[[[]]]")));
      INFO(spec->name << ": " << key.name << "\n" << text);
      CHECK_FALSE(mistakes_in_frame(text).empty());
      CHECK_FALSE(json_schema::violations(schema_without_files(), json_schema::from_yaml(text)).empty());
    }
  }
}

TEST_CASE("grammar: what is required is missed, and a key of nowhere is refused", "[grammar]") {
  for (const auto& [spec, frame] : all_places()) {
    for (const auto& key : spec->keys) {
      if (key.presence != grammar::Presence::required || spec == &grammar::scenario) continue;
      auto entries = entries_for(*spec, key);
      std::erase_if(entries, [&](const auto& entry) { return entry.first == key.name; });
      const auto text = frame(map_text(entries));
      INFO(spec->name << ": " << key.name << "\n" << text);
      CHECK_FALSE(mistakes_in_frame(text).empty());
      CHECK_FALSE(json_schema::violations(schema_without_files(), json_schema::from_yaml(text)).empty());
    }
    if (spec->keys.empty()) continue;
    auto entries = entries_for(*spec, spec->keys.front());
    entries.emplace_back("key of nowhere", "x");
    const auto text = frame(map_text(entries));
    INFO(spec->name << "\n" << text);
    CHECK_FALSE(mistakes_in_frame(text).empty());
    CHECK_FALSE(json_schema::violations(schema_without_files(), json_schema::from_yaml(text)).empty());
  }
}

TEST_CASE("grammar: no two maps have a name in common, nor has a map and what the schema defines besides",
          "[grammar]") {
  std::set<std::string_view> names;
  for (const auto& place : all_places()) CHECK(names.insert(place.spec->name).second);
  // What isn't a map there would be the definition of another thing.
  for (const auto& place : all_places()) {
    std::string id(place.spec->name);
    std::replace(id.begin(), id.end(), ' ', '-');
    INFO(id);
    if (place.spec != &grammar::scenario) CHECK(schema_without_files().at("definitions").at(id).at("type") == "object");
  }
}

TEST_CASE("grammar: only what the table has can be looked for", "[grammar]") {
  sc::Reader reader("x.yaml");
  const auto root = sc::parse_yaml("{at: 1s}", "x.yaml");
  REQUIRE(root);
  const sc::MapReader map(reader, *root, grammar::rule);
  CHECK(map.find("at") != nullptr);
  CHECK(map.find("on") == nullptr);
  CHECK_THROWS(map.find("att"));
}
