#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "bench/language/grammar/json_schema.hpp"
#include "emulator/embedded.hpp"
#include "tests/unit/bench/language/json_schema_validator.hpp"
#include "tests/unit/bench/scenario_support.hpp"

namespace {

namespace mb = modembench;
namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string_view> names_of(std::span<const mb::Embedded> files) {
  std::vector<std::string_view> names;
  for (const auto& file : files) names.push_back(file.name);
  std::sort(names.begin(), names.end());
  return names;
}

const std::string& schema_text() {
  static const std::string text =
      mb::bench::grammar::json_schema(names_of(mb::embedded_clients()), names_of(mb::embedded_modems()));
  return text;
}

const json& schema() {
  static const json parsed = json::parse(schema_text());
  return parsed;
}

std::vector<std::string> violations(const std::string& yaml) {
  return json_schema::violations(schema(), json_schema::from_yaml(yaml));
}

/// A scenario with this line for one of its own.
std::string with(const std::string& line) {
  const auto has = [&](const std::string& key) { return line.rfind(key + ":", 0) == 0; };
  return (has("about") ? "" : "about: a test\n") + std::string(has("modem") ? "" : "modem: mc8355\n") +
         (has("expect") ? "" : "expect: [{balance: clean}]\n") + line + "\n";
}

}  // namespace

TEST_CASE("schema: the committed one is the one that is made (modembench schema > scenarios/schema.json)", "[schema]") {
  const bool is_current = text_of(fs::path(SCENARIOS_DIR) / "schema.json") == schema_text();
  CHECK(is_current);
}

TEST_CASE("schema: every scenario of the library is valid by it", "[schema]") {
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(SCENARIOS_DIR)) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path());
    CHECK(violations(text_of(entry.path())) == std::vector<std::string>{});
    ++seen;
  }
  CHECK(seen > 10);
}

TEST_CASE("schema: slips are refused", "[schema]") {
  REQUIRE(violations(with("deadline: 5s")).empty());
  for (const std::string slip : {
           "modm: mc8355",
           "deadline: 5",
           "deadline: 5 s",
           "deadline: 1h",
           "seed: -1",
           "set: {sim: {state: redy}}",
           "set: {sim: {pin retries: 256}}",
           "set: {sim: {pin: abcd}}",
           "set: {serial: silence}",
           "set: {serial: {ttyUSB: silent}}",
           "set: {serial: {qmi: silent}}",
           "when: [{at: 1s, do: {say: {ttyUSB01: RING}}}]",
           "set: {registration: {state: homee}}",
           "set: {call: {refuse: NoSuchReason}}",
           "set: {signal: {dbm: -130}}",
           "when: [{do: {unregister: qmi}}]",
           "when: [{at: 1s, on: registered, do: {unregister: qmi}}]",
           "when: [{at: 1s}]",
           "when: [{at: 1, do: {unregister: qmi}}]",
           "when: [{at: 1s after dawn, do: {unregister: qmi}}]",
           "when: [{at: 1s, do: {unregistr: qmi}}]",
           "when: [{at: 1s, do: {unregister: usb}}]",
           "when: [{on: WDS Strat Network, do: {drop: true}}]",
           "when: [{on: WDS Start Network, do: {drop: false}}]",
           "when: [{on: WDS Start Network, do: {error: CallFailled}}]",
           "when: [{on: WDS Start Network, do: {with: {apn: a}}}]",
           "when: [{on: {serial: ttyUSB1}, do: {replug: true}}]",
           "when: [{on: registered, times: never, do: {replug: true}}]",
           "when: [{on: registered, chance: 130%, do: {replug: true}}]",
           "when: {at: 1s, do: {unregister: qmi}}",
           "client: {run: a, strat: 3s}",
           "client: [{as: b}]",
           "known issue: {client: a}",
           "expect: [{client: exists}]",
           "expect: [{client: exits, within: 30}]",
           "expect: [{client: exits, status: 300}]",
           "expect: [{request: WDS Start Network, count: twice}]",
           "expect: [{request: WDS Start Network, error: CallFailed}]",
           "expect: [{device: qmi}]",
           "expect: [{never: {never: {balance: clean}}}]",
           "expect: {balance: clean}",
       }) {
    INFO(slip);
    CHECK_FALSE(violations(with(slip)).empty());
    // What the schema refuses is refused by the reader, too, but for spelling.
    CHECK(scenario_support::mistakes_of(with(slip)) != "none\n");
  }
  CHECK_FALSE(violations("modem: mc8355\nexpect: [{balance: clean}]\n").empty());
  CHECK(violations("extends: base.yaml\n").empty());
}

TEST_CASE("schema: a variable may stand for any value", "[schema]") {
  for (const std::string line :
       {"deadline: \"${wait}\"", "when: [{at: \"${wait} after registered\", do: \"${fault}\"}]", "seed: \"${seed}\"",
        "when: \"${rules}\""}) {
    INFO(line);
    CHECK(violations(with(line)) == std::vector<std::string>{});
  }
}

TEST_CASE("schema validator: each keyword can fail, and one it doesn't know isn't passed over", "[schema]") {
  const auto good = [](const char* of, const char* value) {
    return json_schema::violations(json::parse(of), json::parse(value)).empty();
  };
  CHECK(good(R"({"type": ["string", "integer"]})", "5"));
  CHECK_FALSE(good(R"({"type": ["string", "integer"]})", "5.5"));
  CHECK_FALSE(good(R"({"type": "object"})", "[]"));
  CHECK_FALSE(good(R"({"type": "array"})", "{}"));
  CHECK_FALSE(good(R"({"type": "boolean"})", "\"true\""));
  CHECK_FALSE(good(R"({"enum": ["a", true]})", "\"b\""));
  CHECK(good(R"({"enum": ["a", true]})", "true"));
  CHECK_FALSE(good(R"({"anyOf": [{"type": "string"}, {"type": "array"}]})", "1"));
  CHECK_FALSE(good(R"({"oneOf": [{"type": "integer"}, {"type": "number"}]})", "1"));
  CHECK_FALSE(good(R"({"minimum": 3})", "2"));
  CHECK_FALSE(good(R"({"maximum": 3})", "4"));
  CHECK_FALSE(good(R"({"pattern": "^a$"})", "\"ab\""));
  CHECK_FALSE(good(R"({"items": {"type": "string"}})", "[\"a\", 1]"));
  CHECK_FALSE(good(R"({"required": ["a"]})", R"({"b": 1})"));
  CHECK_FALSE(good(R"({"dependencies": {"a": ["b"]}})", R"({"a": 1})"));
  CHECK(good(R"({"dependencies": {"a": ["b"]}})", R"({"c": 1})"));
  CHECK_FALSE(good(R"({"additionalProperties": false, "properties": {"a": {}}})", R"({"b": 1})"));
  CHECK_FALSE(good(R"({"additionalProperties": {"type": "string"}})", R"({"b": 1})"));
  CHECK_FALSE(good(R"({"additionalProperties": false, "properties": {"a": {"type": "string"}}})", R"({"a": 1})"));
  CHECK_FALSE(good(R"({"$ref": "#/definitions/a", "definitions": {"a": {"type": "string"}}})", "1"));
  CHECK_THROWS(good(R"({"multipleOf": 2})", "2"));
  CHECK_THROWS(good(R"({"type": "null"})", "null"));
}

TEST_CASE("schema validator: YAML's plain scalars have the types that an editor gives them", "[schema]") {
  CHECK(json_schema::from_yaml("[5, 0x1f, +1, -6.5, true, ~, 3s, \"5\", 1..3, on]") ==
        json::parse(R"([5, 31, 1, -6.5, true, null, "3s", "5", "1..3", "on"])"));
}
