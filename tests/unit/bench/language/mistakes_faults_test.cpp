#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;

namespace {

Text short_base(const std::string& path) {
  if (path != "base.yaml") return no_file(path);
  return "about: a base\nmodem: mc8355\n";
}

std::string said_of(const std::vector<std::string>& cases) {
  std::string text;
  for (const auto& lines : cases) {
    const auto loaded = sc::load_scenarios(lines, "x.yaml", {short_base, {}});
    text += lines + (loaded ? "none\n" : to_text(loaded.error())) + "\n";
  }
  return text;
}

const std::string kShortHead = "about: a\nmodem: mc8355\n";
const std::string kExpectsBalance = "expect: [{balance: clean}]\n";

/// What each line says of the one that it is wrong in: a scenario around each.
std::string lines(const std::string& before, const std::vector<std::string>& wrong, const std::string& behind) {
  std::string text;
  for (const auto& line : wrong) {
    const auto loaded = sc::load_scenarios(kShortHead + before + line + behind, "x.yaml", {short_base, {}});
    text += fmt::format("{}\n", line);
    if (loaded) text += "    none\n";
    if (loaded) continue;
    for (const auto& mistake : loaded.error()) {
      const auto told = mistake.to_string();
      text += fmt::format("    {}\n", told.substr(told.find(':') + 1));
    }
  }
  return text + "\n";
}

std::string rules(const std::vector<std::string>& wrong) { return lines("when: [", wrong, "]\n" + kExpectsBalance); }
/// Done to the answer to a request.
std::string actions(const std::vector<std::string>& wrong) {
  return lines("when: [{on: WDS Start Network, do: ", wrong, "}]\n" + kExpectsBalance);
}
std::string at_a_time(const std::vector<std::string>& wrong) {
  return lines("when: [{at: 1s, do: ", wrong, "}]\n" + kExpectsBalance);
}
std::string expectations(const std::vector<std::string>& wrong) {
  return lines("client: one\nexpect: [", wrong, "]\n");
}

}  // namespace

TEST_CASE("mistakes of triggers, faults and expectations, and what is said of them", "[scenario]") {
  std::string text = "--- triggers and what a rule depends on\n";
  text += rules({
      "{every: 5, do: {replug: true}}",
      "{every: 0s, do: {replug: true}}",
      "{every: 5s..1s, do: {replug: true}}",
      "{every: [5s], do: {replug: true}}",
      "{every: 5s, at: 1s, do: {replug: true}}",
      "{every: 5s, where: {apn: a}, do: {replug: true}}",
      "{do: {replug: true}}",
      "{on: registered}",
      "{on: registered, from: dawn, do: {replug: true}}",
      "{on: registered, from: 3, do: {replug: true}}",
      "{on: registered, until: 3s after dawn, do: {replug: true}}",
      "{on: registered, until: {a: b}, do: {replug: true}}",
      "{on: registered, chance: 30, do: {replug: true}}",
      "{on: registered, chance: 0%, do: {replug: true}}",
      "{on: registered, chance: 101%, do: {replug: true}}",
      "{on: registered, chance: some%, do: {replug: true}}",
      "{on: registered, after: 3s..1s, do: {replug: true}}",
      "{on: registered, after: later, do: {replug: true}}",
      "{on: registered, nth: 0, do: {replug: true}}",
      "{on: registered, times: often, do: {replug: true}}",
      "{on: registered, name: [a], do: {replug: true}}",
      "{on: registered, armed: maybe, do: {replug: true}}",
      "{on: registered, where: {apn: a}, do: {replug: true}}",
      "{on: registered, capture: {a: apn}, do: {replug: true}}",
      "{on: WDS Start Network, capture: apn, do: {delay: 1s}}",
      "{on: WDS Start Network, capture: {a: apm}, do: {delay: 1s}}",
      "{on: {answer: NAS Get Serving System}, capture: {a: serving system.x}, do: {delay: 1s}}",
      "{on: any, capture: {a: apn}, do: {delay: 1s}}",
      "{on: any, where: {apn: a}, do: {delay: 1s}}",
      "{on: any WSD request, do: {delay: 1s}}",
  });
  text += "--- what a rule waits for\n";
  text += rules({
      "{on: {}, do: {replug: true}}",
      "{on: [registered], do: {replug: true}}",
      "{on: {answer: WDS Strat Network}, do: {delay: 1s}}",
      "{on: {answer: WDS Start Network, error: CallFailled}, do: {delay: 1s}}",
      "{on: {answer: WDS Start Network, error: None}, do: {delay: 1s}}",
      "{on: {request: WDS Start Network, error: CallFailed}, do: {delay: 1s}}",
      "{on: {indication: WDS Start Network}, do: {delay: 1s}}",
      "{on: {indication: NAS Servin System}, do: {delay: 1s}}",
      "{on: {request: WDS Start Network, answer: WDS Start Network}, do: {delay: 1s}}",
      "{on: {says: \"(\"}, do: {replug: true}}",
      "{on: {says: a, is: opened}, do: {replug: true}}",
      "{on: {port: qmi}, do: {replug: true}}",
      "{on: {port: usb, is: opened}, do: {replug: true}}",
      "{on: {port: qmi, is: gone}, do: {replug: true}}",
      "{on: {serial: ttyUSB1}, do: {replug: true}}",
      "{on: {serial: qmi, receives: a}, do: {replug: true}}",
      "{on: {receives: a}, do: {replug: true}}",
      "{on: {is: opened}, do: {replug: true}}",
      "{on: {error: CallFailed}, do: {replug: true}}",
      "{on: {sayz: a}, do: {replug: true}}",
  });
  text += "--- done to a message\n";
  text += actions({
      "{hold: false}",
      "{hold: 3s}",
      "{delay: 3}",
      "{delay: 3s..1s}",
      "{repeat: 1}",
      "{repeat: 1001}",
      "{repeat: twice}",
      "{gap: 1s..2s}",
      "{right one after: 1}",
      "{without: packet data handel}",
      "{without: {a: b}}",
      "{without: 0x100}",
      "{double: [result, resul]}",
      "{change: packet data handle}",
      "{change: {packet data handle: [x]}}",
      "{change: {packet data handle: $unknown}}",
      "{change: {raw: {300: \"00\"}}}",
      "{change: {raw: {1: zz}}}",
      "{transaction: +70000}",
      "{transaction: wrong}",
      "{client id: 256}",
      "{client id: -256}",
      "{service: WSD}",
      "{message: WDS Stop Netwrok}",
      "{length: 5}",
      "{length: {qmux: long}}",
      "{length: {qmx: 1}}",
      "{length: {packet data handle: 65536}}",
      "{cut: half}",
      "{cut: 65536}",
      "{garbage: noise}",
      "{trailing: {a: b}}",
      "{trailing: [256]}",
      "{split: 0}",
      "{split: [1, x]}",
      "{merge: false}",
      "{hang up: false}",
      "{hang up: usb}",
      "{hang up: [qmi]}",
      "{lose answer: maybe}",
      "{drop: true, delay: 1s}",
      "{drop: true, hold: true, answer: {}}",
      "{error: CallFailed, answer: {}}",
      "{answer: {apn: a}}",
      "{answer: CallFailed}",
      "{with: {call end reason: 1}}",
  });
  text += "--- done to an indication, or to any message\n";
  text += rules({
      "{on: {indication: WDS Packet Service Status}, do: {error: CallFailed}}",
      "{on: {answer: WDS Start Network}, do: {answer: {}}}",
      "{on: {indication: WDS Packet Service Status}, do: {without: result}}",
      "{on: any, do: {without: result}}",
      "{on: any, do: {change: {result: 1}}}",
      "{on: any, do: {length: {result: 1}}}",
  });
  text += "--- done at any time\n";
  text += at_a_time({
      "{}",
      "nothing",
      "{delay: 1s}",
      "{error: CallFailed}",
      "{drop: true}",
      "{hang up: true}",
      "{hang up: ttyUSB3}",
      "{unplug: false}",
      "{unplug: 3s}",
      "{unplug: {}}",
      "{unplug: {for: 3}}",
      "{replug: false}",
      "{replug: qmi}",
      "{reboot: later}",
      "{reboot: {silent: 3s}}",
      "{reboot: {silent for: 3}}",
      "{reboot: {sync indication: 1}}",
      "{indicate: WDS Start Network}",
      "{indicate: {with: {}}}",
      "{indicate: {message: NAS Serving System, with: {a: b}}}",
      "{indicate: {message: NAS Serving System, client id: 300}}",
      "{indicate: [NAS Serving System]}",
      "{send: hello}",
      "{send: {a: b}}",
      "{arm: deaf}",
      "{arm: {a: b}}",
      "{disarm: [deaf]}",
      "{set: {}}",
      "{set: silent}",
      "{set: {call: {}}}",
      "{set: {call: {refuse: Nothing}}}",
      "{set: {call: {afer: 1s}}}",
      "{set: {sim: {state: gone}}}",
      "{set: {sim: {pin: abc}}}",
      "{set: {client ids: {limit: -1}}}",
      "{set: {client ids: {sync: forgets}}}",
      "{set: {operating mode: online}}",
  });
  text += "--- expectations\n";
  text += expectations({
      "{event: dawn}",
      "{event: [registered]}",
      "{event: call connected, where: {apn: a}}",
      "{event: call connected, count: many}",
      "{request: WDS Start Network, apart: 5}",
      "{request: WDS Start Network, apart: 1s..2s}",
      "{request: WDS Start Network, error: CallFailed}",
      "{answer: WDS Start Network, error: CallFailled}",
      "{indication: WDS Start Network}",
      "{indication: WDS Packet Service Status, error: CallFailed}",
      "{never: {balance: clean}, during: 5}",
      "{never: {balance: clean}, during: 5s, within: 5s}",
      "{client: exits, during: 5s}",
      "{client: exits, within: 5s..1s}",
      "{client: exits, within: 5s after WDS Strat Network}",
      "{client: exits, status: 300}",
      "{order: WDS Start Network}",
      "{order: [registered, {}]}",
      "{order: [registered, {says: \"(\"}]}",
      "{order: [registered, {event: dawn}]}",
      "{order: [registered, {serial: ttyUSB1}]}",
      "{order: [registered, {request: WDS Start Network, error: CallFailed}]}",
      "{order: [registered, {answer: WDS Start Network, error: CallFailled}]}",
      "{order: [registered, {request: WDS Start Network, says: a}]}",
      "{order: [registered, {request: WDS Start Network, receives: a}]}",
      "{order: [registered, {event: call ended, where: {apn: a}}]}",
      "{order: [registered, {request: WDS Start Network, where: {apn: $who}}]}",
      "{order: [registered, {request: WDS Start Network, capture: {a: apm}}]}",
      "{order: [registered, [WDS Start Network]]}",
  });
  text += "--- the file\n";
  text += lines("expect: [{balance: clean}]\n",
                {
                    "seed: x",
                    "seed: -1",
                    "vars: [a]",
                    "vars: {a b: 1}",
                    "vars: {a: 1}\nseen: ${b}",
                    "matrix: {a: 1}",
                    "matrix: {a: []}",
                    "matrix: {a: {}}",
                    "matrix: [a]",
                    "matrix: {a b: [1]}",
                    "extends: [base.yaml]",
                    "extends: other.yaml",
                    "known issue: it fails",
                    "known issue: {source: x}",
                    "known issue: {why: x, client: one}",
                    "known issue: {why: [x]}",
                    "known issue: {why: x, variant: [x]}",
                    "deadline: 5s..6s",
                },
                "\n");
  text += "--- several at once\n";
  text += said_of({kShortHead + R"(vars: {wait: 5}
when:
  - {name: a, on: WDS Start Network, chance: 200%, do: {cut: x, split: 0, drop: true}}
  - {name: a, at: "${wait}", from: noon, do: {reboot: false, arm: b}}
expect:
  - {never: {event: dusk}, during: 1}
  - {order: [{answer: WDS Start Network, error: Bad}, {says: "["}]}
)"});
  approve("scenario_mistakes_faults", text);
}
