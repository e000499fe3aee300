#include <catch2/catch.hpp>

#include "bench/words/explain.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;

namespace {

const std::string kBase = R"(about: a base
modem: mc8355
vars: {apn: internet}
set: {sim: {state: ready, pin: "0000"}, serial: silent}
when: [{at: 1s after registered, do: {unregister: qmi}}]
expect: [{request: WDS Start Network, where: {apn: "${apn}"}}]
)";

Text one_base(const std::string& path) {
  if (path != "folder/base.yaml" && path != "folder/deep.yaml" && path != "folder/wrong.yaml" &&
      path != "folder/list.yaml") {
    return no_file(path);
  }
  if (path == "folder/deep.yaml") return "extends: base.yaml\n";
  if (path == "folder/list.yaml") return "[a, b]\n";
  if (path == "folder/wrong.yaml") return "about: x\nmodem: mc8355\nwhen: [{at: 5, do: {unregister: qmi}}]\n";
  return kBase;
}

sc::Loaded<std::vector<sc::Scenario>> load_all(const std::string& text,
                                               std::map<std::string, std::string> variables = {}) {
  return sc::load_scenarios(text, "folder/x.yaml", {one_base, std::move(variables)});
}

std::vector<sc::Scenario> all_of(const std::string& text, std::map<std::string, std::string> variables = {}) {
  auto loaded = load_all(text, std::move(variables));
  if (!loaded) FAIL(to_text(loaded.error()));
  return std::move(*loaded);
}

std::string mistakes(const std::string& text) {
  const auto loaded = load_all(text);
  return loaded ? "none\n" : to_text(loaded.error());
}

const std::string kRest = "expect: [{device: qmi, is: present}]\n";

}  // namespace

TEST_CASE("extends: maps are merged, rules and expectations come behind the base's, the rest is replaced",
          "[scenario]") {
  const auto made = all_of(R"(extends: base.yaml
about: its own
vars: {apn: net}
set: {sim: {state: pin required}}
when: [{on: CTL Sync, do: {drop: true}}]
expect: [{balance: clean}]
)");
  REQUIRE(made.size() == 1);
  const auto& scenario = made[0];
  CHECK(scenario.about == "its own");
  CHECK(scenario.profile.settings.sim.state == mb::modem::SimSettings::State::pin_required);
  CHECK(scenario.profile.settings.sim.pin == "0000");
  REQUIRE(scenario.rules.size() == 2);
  CHECK(scenario.rules[0].where.file == "folder/base.yaml");
  CHECK(scenario.rules[1].where.file == "folder/x.yaml");
  REQUIRE(scenario.expectations.size() == 2);
  CHECK(scenario.expectations[0].text == "request WDS Start Network with apn \"net\"");
}

TEST_CASE("extends: one level, of a scenario that is there; its mistakes are told at their place", "[scenario]") {
  CHECK(mistakes("extends: nowhere.yaml\nabout: a\nmodem: mc8355\n" + kRest) ==
        "folder/x.yaml:1:10: there is no file folder/nowhere.yaml, or it can't be read\n");
  CHECK(mistakes("extends: deep.yaml\nabout: a\nmodem: mc8355\n" + kRest) ==
        "folder/deep.yaml:1:1: folder/deep.yaml is extended itself and can't extend another\n");
  CHECK(mistakes("extends: list.yaml\nabout: a\nmodem: mc8355\n" + kRest) ==
        "folder/list.yaml:1:1: should be a scenario, is a list\n");
  CHECK(mistakes("extends: wrong.yaml\n" + kRest) == "folder/wrong.yaml:3:13: a time needs a unit: 5s, 5ms\n");
}

TEST_CASE("vars: fill in texts, whole lists and maps, and parts of texts", "[scenario]") {
  const auto made = all_of(R"(about: with ${apn} and $${apn}
modem: mc8355
vars: {apn: internet, how: {drop: true}, wait: 3s}
when: [{on: CTL Sync, do: "${how}"}, {at: "${wait} after registered", do: {unregister: qmi}}]
)" + kRest);
  CHECK(made[0].about == "with internet and ${apn}");
  CHECK(std::holds_alternative<sc::Drop>(made[0].rules[0].reply.value()));
  CHECK(std::get<sc::AtTime>(made[0].rules[1].trigger).after == 3s);
  CHECK(made[0].variables == std::vector<std::string>{"apn", "how", "wait"});
}

TEST_CASE("vars: what is given from outside wins", "[scenario]") {
  const auto made = all_of(R"(about: "${apn}"
modem: mc8355
vars: {apn: internet}
)" + kRest,
                           {{"apn", "net"}, {"other", "x"}});
  CHECK(made[0].about == "net");
}

TEST_CASE("vars: mistakes are told where a variable is used", "[scenario]") {
  CHECK(mistakes("about: ${apm}\nmodem: mc8355\nvars: {apn: x}\n" + kRest) ==
        "folder/x.yaml:1:8: unknown variable 'apm'; did you mean 'apn'?\n");
  CHECK(mistakes("about: a ${apn}\nmodem: mc8355\nvars: {apn: [x]}\n" + kRest) ==
        "folder/x.yaml:1:8: ${apn} is a list, which is no part of a text\n");
  CHECK(mistakes("about: a\nmodem: mc8355\nvars: {wait: 5}\nwhen: [{at: \"${wait}\", do: {unregister: qmi}}]\n" +
                 kRest) == "folder/x.yaml:4:13: a time needs a unit: 5s, 5ms\n");
  CHECK(mistakes("about: a\nmodem: mc8355\nvars: [a]\n" + kRest) ==
        "folder/x.yaml:3:7: should be a map of names and values, is a list\n");
  CHECK(mistakes("about: a\nmodem: mc8355\nvars: {a b: 1}\n" + kRest) ==
        "folder/x.yaml:3:8: the name of a variable has letters, digits, '-' and '_'\n");
}

TEST_CASE("matrix: one scenario for each combination, named by it", "[scenario]") {
  const auto made = all_of(R"(about: a
modem: mc8355
matrix:
  wait: [1s, 5s]
  fault: {lost: {drop: true}, refused: {error: Internal}}
when: [{on: CTL Sync, from: "${wait} after start", do: "${fault}"}]
)" + kRest);
  REQUIRE(made.size() == 4);
  std::vector<std::string> names;
  for (const auto& one : made) names.push_back(one.variant);
  CHECK(names == std::vector<std::string>{"wait=1s, fault=lost", "wait=1s, fault=refused", "wait=5s, fault=lost",
                                          "wait=5s, fault=refused"});
  CHECK(made[3].rules[0].from->after == 5s);
  CHECK(std::holds_alternative<sc::Fail>(made[3].rules[0].reply.value()));
}

TEST_CASE("matrix: one variant is chosen by name from outside", "[scenario]") {
  const auto made = all_of("about: a\nmodem: mc8355\nmatrix: {wait: [1s, 5s]}\n" + kRest, {{"wait", "5s"}});
  REQUIRE(made.size() == 1);
  CHECK(made[0].variant == "wait=5s");
}

TEST_CASE("matrix: too many variants, none, and what is no list are refused; a mistake is told once", "[scenario]") {
  std::string many = "[0";
  for (int i = 1; i < 40; ++i) many += ", " + std::to_string(i);
  many += "]";
  CHECK(mistakes("about: a\nmodem: mc8355\nmatrix: {a: " + many + ", b: " + many + "}\n" + kRest) ==
        "folder/x.yaml:3:" + std::to_string(15 + many.size()) + ": makes more than 1000 variants\n");
  CHECK(mistakes("about: a\nmodem: mc8355\nmatrix: {a: []}\n" + kRest) ==
        "folder/x.yaml:3:13: has no value: there would be nothing to run\n");
  CHECK(mistakes("about: a\nmodem: mc8355\nmatrix: {a: 1}\n" + kRest) ==
        "folder/x.yaml:3:13: should be a list of values, or a map of names and values; is \"1\"\n");
  CHECK(mistakes("about: a\nmodem: mc8356\nmatrix: {a: [1, 2, 3]}\n" + kRest) ==
        "folder/x.yaml:2:8: unknown modem 'mc8356'; did you mean 'mc8355'?\n");
}

TEST_CASE("known issue: of one client, or of all", "[scenario]") {
  const auto made = all_of(R"(about: a
modem: mc8355
client: [one, {run: two, as: second}]
known issue: [{client: two, why: waits for ever, source: issue 7}]
)" + kRest);
  CHECK(sc::known_issue(made[0], made[0].clients[0]) == nullptr);
  REQUIRE(sc::known_issue(made[0], made[0].clients[1]) != nullptr);
  CHECK(sc::known_issue(made[0], made[0].clients[1])->why == "waits for ever");
  CHECK(mistakes("about: a\nmodem: mc8355\nclient: one\nknown issue: {client: other, source: x}\n" + kRest) ==
        "folder/x.yaml:4:14: 'why' is missing\n"
        "folder/x.yaml:4:23: unknown client of this scenario 'other'; there is: one\n");
}

TEST_CASE("names of rules and captured values are checked", "[scenario]") {
  CHECK(mistakes(R"(about: a
modem: mc8355
when:
  - {name: deaf, on: CTL Sync, do: {drop: true}}
  - {name: deaf, on: CTL Sync, do: {drop: true}}
  - {at: 1s, do: {arm: deav}}
  - {on: WDS Stop Network, where: {packet data handle: $pdh}, do: {drop: true}}
)" + kRest) ==
        "folder/x.yaml:5:5: there are two rules 'deaf'\n"
        "folder/x.yaml:6:5: unknown rule 'deav'; did you mean 'deaf'?\n"
        "folder/x.yaml:7:5: unknown captured value 'pdh'; there is none\n");
}

TEST_CASE("explain: a scenario in words, with all that it extends", "[scenario]") {
  std::string text;
  for (const auto& one : all_of(R"(extends: base.yaml
about: What a person asks who wants to know what a scenario is.
seen: [one, two]
matrix: {wait: [1s, 2s..4s]}
when:
  - {name: deaf, armed: false, on: any NAS request, until: 5s after registered, chance: 30%, do: {hold: true}}
  - on: {answer: WDS Start Network, error: CallFailed}
    capture: {reason: call end reason}
    nth: 2
    times: 3
    after: "${wait}"
    do: {arm: deaf, indicate: NAS Serving System, length: {qmux: 0}}
  - {every: 1s, from: port opened, do: {send: ff}}
  - {on: {says: done}, do: {unplug: {for: 2s}, reboot: true, hang up: ttyUSB0}}
client: [{run: qmicli-connect, as: the client, start: 2s after registered, with: {apn: net}}]
catches: naive
known issue: {why: never ends, source: here, client: the client}
expect:
  - order: [{answer: WDS Start Network, capture: {pdh: packet data handle}}, registered,
            {request: WDS Stop Network, where: {packet data handle: $pdh}}, {says: bye}]
    for: the client
  - {never: {indication: WDS Packet Service Status}, during: 30s}
  - {request: WDS Start Network, count: 1..3, apart: 5s, within: 2s..60s after network registered}
  - {event: call connected, count: 2, within: 9s after WDS Stop Network}
deadline: 90s
seed: 7
)")) {
    text += sc::explain(one) + "\n";
  }
  approve("scenario_explained", text);
}
