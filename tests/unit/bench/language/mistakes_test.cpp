#include <catch2/catch.hpp>

#include "bench/language/yaml_reader.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;

namespace {

struct Case {
  const char* title;
  std::string text;
};

const std::string kExpect = "expect: [{device: qmi, is: gone}]\n";

std::string in_set(const std::string& lines) { return kHead + "set:\n" + lines + kExpect; }
std::string with_rule(const std::string& rule) { return kHead + "when:\n  - " + rule + "\n" + kExpect; }
std::string with_expectation(const std::string& one) { return kHead + "client: dialler\nexpect:\n  - " + one + "\n"; }

/// Each case with its text and what is said of it.
std::string report(const std::vector<Case>& cases) {
  std::string text;
  for (const auto& one : cases) {
    text += std::string("--- ") + one.title + "\n";
    for (std::size_t begin = 0; begin < one.text.size();) {
      const std::size_t end = std::min(one.text.find('\n', begin), one.text.size());
      text += "  | " + one.text.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
    text += mistakes_of(one.text) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a scenario that is no YAML is refused with the place", "[scenario]") {
  approve("scenario_mistakes_yaml",
          report({
              {"an empty file", ""},
              {"only a comment", "# to be written\n"},
              {"only a document's beginning", "---\n"},
              {"a text", "qmi_wwan registers and unregisters\n"},
              {"a list", "- about: a test\n- modem: mc8355\n"},
              {"a number", "42\n"},
              {"a tab as indentation", "about: a test\nset:\n\tserial: silent\n"},
              {"a bracket that isn't closed", "about: a test\nclient: [qmicli-connect\n"},
              {"a quote that isn't closed", "about: \"a test\nmodem: mc8355\n"},
              {"a single quote that isn't closed", kHead + kExpect + "seen: 'it''s\n"},
              {"quotes in quotes", kHead + kExpect + "seen: ['it''s', \"\\\"so\\\"\", \"it's\"]\n"},
              {"a comma that is missing", kHead + "seen: {a: b c: d}\n" + kExpect},
              {"a line that stands out", "about: a test\nset:\n    serial: silent\n  call: {}\n"},
              {"text with a colon", "about: on ttyUSB0: nothing\n"},
              {"half a file", "about: a test\nmodem: mc8355\nwhen:\n  - on: WDS Start Netw"},
              {"wrong indentation", "about: a test\n  modem: mc8355\n"},
              {"a key twice", kHead + "modem: mc7700\n" + kExpect},
              {"a key twice in another way of writing", kHead + "set: {client ids: {}, client-ids: {}}\n" + kExpect},
              {"an anchor", "about: &text a test\nmodem: mc8355\n"},
              {"an alias", "about: a test\nseen: *text\n"},
              {"a tag", "about: !!binary abcd\n"},
              {"a list as a key", "about: a test\n? [a, b]\n: c\n"},
              {"a second document", kHead + kExpect + "---\nabout: another\n"},
              {"a column after other letters than English ones", "about: {prüfung: ü, größe: [}\n"},
          }));
}

TEST_CASE("a scenario's mistakes are told with the place and what would be right", "[scenario]") {
  approve("scenario_mistakes_keys",
          report({
              {"nothing that is needed", "deadline: 5s\n"},
              {"about without text", "about:\nmodem: mc8355\n" + kExpect},
              {"about as a list", "about: [a, b]\nmodem: mc8355\n" + kExpect},
              {"a misspelt key", "about: a test\nmodm: mc8355\nmodem: mc8355\n" + kExpect},
              {"a key of nowhere", kHead + "colour: red\n" + kExpect},
              {"an unknown modem", "about: a test\nmodem: mc8335\n" + kExpect},
              {"a modem's file that isn't there", "about: a test\nmodem: ./mine.yaml\n" + kExpect},
              {"no expectations", kHead + "expect: []\n"},
              {"expectations that are no list", kHead + "expect: {device: qmi, is: gone}\n"},
              {"seen as a map", kHead + "seen: {forum: 1}\n" + kExpect},
              {"a deadline without a unit", kHead + "deadline: 60\n" + kExpect},
              {"a deadline with a unit that isn't one", kHead + "deadline: 60sec\n" + kExpect},
              {"a deadline that is negative", kHead + "deadline: -5s\n" + kExpect},
              {"a deadline that is a range", kHead + "deadline: 2s..4s\n" + kExpect},
              {"a deadline of nothing", kHead + "deadline: 0s\n" + kExpect},
              {"a deadline of years", kHead + "deadline: 99999999m\n" + kExpect},
              {"a deadline of too many digits", kHead + "deadline: 999999999999999999999s\n" + kExpect},
              {"a deadline that is too fine", kHead + "deadline: 0.0000001s\n" + kExpect},
              {"a deadline in words", kHead + "deadline: soon\n" + kExpect},
              {"a client without a name", kHead + "client: [{as: mine}]\n" + kExpect},
              {"a client twice", kHead + "client: [qmicli-connect, qmicli-connect]\n" + kExpect},
              {"a client that waits for itself", kHead + "client: {run: a, start: 1s after client exits}\n" + kExpect},
              {"a start after an unknown milestone", kHead + "client: {run: a, start: 3s after regstered}\n" + kExpect},
              {"values for a client that are no texts", kHead + "client: {run: a, with: {apn: [a, b]}}\n" + kExpect},
          }));
}

TEST_CASE("mistakes in how things stand at the start are told", "[scenario]") {
  approve(
      "scenario_mistakes_set",
      report({
          {"set as a text", kHead + "set: silent\n" + kExpect},
          {"an unknown key", in_set("  sin: {state: ready}\n")},
          {"an unknown mode", in_set("  operating mode: on line now\n")},
          {"an unknown state of the SIM", in_set("  sim: {state: pin requird}\n")},
          {"a PIN with letters", in_set("  sim: {pin: secret}\n")},
          {"a PUK that is too short", in_set("  sim: {puk: \"1234\"}\n")},
          {"too many retries", in_set("  sim: {pin retries: 256}\n")},
          {"retries in words", in_set("  sim: {pin retries: three}\n")},
          {"a time without a unit", in_set("  sim: {ready after: 3}\n")},
          {"an unknown network state", in_set("  registration: {state: homee}\n")},
          {"an unknown radio interface", in_set("  registration: {radio interfaces: [UMTS, 4G]}\n")},
          {"a signal above all", in_set("  signal: {dbm: 71}\n")},
          {"a signal that is a list", in_set("  signal: {dbm: [1]}\n")},
          {"a signal that is a text", in_set("  signal: strong\n")},
          {"Ec/Io that isn't one", in_set("  signal: {ecio: 6, others: {GSM: {ecio: -6.3}, 2G: {ecio: -128}}}\n")},
          {"a signal of the wrong kind for others", in_set("  signal: {others: {GSM: {sinr: 3}}, sinr: 9, io: 1}\n")},
          {"others that are a list", in_set("  signal: {others: [GSM]}\n")},
          {"an unknown band and cause", in_set("  registration: {band: WCDMA2101, reject cause: IllegalMy}\n")},
          {"a cause that is too large", in_set("  registration: {reject cause: 65536, channel: -1}\n")},
          {"networks that are no list", in_set("  scan: {networks: {mcc: 262}}\n")},
          {"a network without what it needs", in_set("  scan: {after: 3, networks: [{mcc: 1000, name: x}, two]}\n")},
          {"a name that is too long", in_set("  home network: {network: " + std::string(256, 'a') + "}\n")},
          {"a home network with too much", in_set("  home network: {mcc: 262, mnc: 2, radio interfaces: [GSM]}\n")},
          {"an unknown reason", in_set("  call: {refuse: GsmWcdmaUnknwonApn}\n")},
          {"an address that isn't one", in_set("  call: {ipv4: {address: 10.0.0.256}}\n")},
          {"an IPv6 address that isn't one", in_set("  call: {ipv6: {address: 10.0.0.2, prefix: 129}}\n")},
          {"neither true nor false", in_set("  call: {status per client: maybe}\n")},
          {"a personalization that doesn't exist", in_set("  sim: {locks: {netwrok: {key: \"1\"}}}\n")},
          {"a key with letters", in_set("  sim: {locks: {network: {key: abc}}}\n")},
          {"a number that is too long", in_set("  sim: {number: \"+49123456789012345\"}\n")},
          {"PINs through a service that isn't there", in_set("  sim: {pin through dms: maybe}\n")},
          {"a date that isn't one", in_set("  device: {date: 2011-02-30 12:00:00}\n")},
          {"a date before the clock's first", in_set("  device: {date: 1980-01-05 23:59:59}\n")},
          {"a date in words", in_set("  device: {date: yesterday}\n")},
          {"a time of day that isn't one", in_set("  device: {date: 2011-06-07 24:00:00}\n")},
          {"an unknown state of activation", in_set("  device: {activation: {state: Actvated}}\n")},
          {"a lock code of five digits", in_set("  device: {user lock: {code: \"12345\"}}\n")},
          {"a battery of more than all", in_set("  power: {battery level: 101}\n")},
          {"an unknown power state", in_set("  power: {state: Solar}\n")},
          {"an unknown reason to be offline", in_set("  offline reason: Tired\n")},
          {"an image with an unknown key", in_set("  firmware: {modem images: [{build: x}]}\n")},
          {"an image's version without a dot", in_set("  firmware: {modem images: [{boot version: 1}]}\n")},
          {"a unique id that is too long", in_set("  firmware: {pri images: [{unique id: 12345678901234567}]}\n")},
          {"an unknown numbering", in_set("  client ids: {numbering: random}\n")},
          {"an unknown effect of Sync", in_set("  client ids: {sync: restarts}\n")},
          {"a control service with an unknown key", in_set("  control: {raw: true}\n")},
          {"an unknown voice", in_set("  serial: loud\n")},
      }));
}

TEST_CASE("mistakes in rules are told", "[scenario]") {
  approve(
      "scenario_mistakes_rules",
      report({
          {"rules that are no list", kHead + "when: {on: registered, do: {unregister: qmi}}\n" + kExpect},
          {"a rule that is a text", with_rule("unregister qmi")},
          {"no trigger", with_rule("do: {unregister: qmi}")},
          {"two triggers", with_rule("{at: 3s, on: registered, do: {unregister: qmi}}")},
          {"nothing to do", with_rule("on: registered")},
          {"nothing in do", with_rule("{on: registered, do: {}}")},
          {"a misspelt message", with_rule("{on: WDS Strat Network, do: {drop: true}}")},
          {"a message without its service", with_rule("{on: Start Network, do: {drop: true}}")},
          {"a message of another service", with_rule("{on: DMS Start Network, do: {drop: true}}")},
          {"an indication", with_rule("{on: CTL Invalid CID, do: {drop: true}}")},
          {"a misspelt milestone", with_rule("{on: regsitered, do: {unregister: qmi}}")},
          {"a milestone as a time", with_rule("{at: registered, do: {unregister: qmi}}")},
          {"a time without a unit", with_rule("{at: 3 after registered, do: {unregister: qmi}}")},
          {"a list as a trigger", with_rule("{on: [registered], do: {unregister: qmi}}")},
          {"an unknown TLV", with_rule("{on: WDS Start Network, where: {app: net}, do: {drop: true}}")},
          {"a TLV of a message without any", with_rule("{on: DMS Get Model, where: {model: x}, do: {drop: true}}")},
          {"a name of a nameless message's TLV", with_rule("{on: WDS 0x4321, where: {apn: x}, do: {drop: true}}")},
          {"where at a milestone", with_rule("{on: registered, where: {apn: net}, do: {unregister: qmi}}")},
          {"a number that is too large", with_rule("{on: WDS Stop Network, where: {packet data handle: 0x100000000}, "
                                                   "do: {drop: true}}")},
          {"an enumeration's unknown name",
           with_rule("{on: WDS Start Network, where: {ip family preference: IPv5}, do: {drop: true}}")},
          {"an unknown flag", with_rule("{on: WDS Start Network, where: {authentication preference: PAP|CAP}, do: "
                                        "{drop: true}}")},
          {"nth of nothing", with_rule("{on: WDS Start Network, nth: 0, do: {drop: true}}")},
          {"times of nothing", with_rule("{on: WDS Start Network, times: never, do: {drop: true}}")},
          {"an unknown action", with_rule("{on: WDS Start Network, do: {dorp: true}}")},
          {"drop that isn't true", with_rule("{on: WDS Start Network, do: {drop: false}}")},
          {"drop at a milestone", with_rule("{on: registered, do: {drop: true}}")},
          {"error at a time", with_rule("{at: 3s, do: {error: CallFailed}}")},
          {"drop and error", with_rule("{on: WDS Start Network, do: {drop: true, error: CallFailed}}")},
          {"error and answer", with_rule("{on: WDS Start Network, do: {answer: {}, error: CallFailed}}")},
          {"with without error", with_rule("{on: WDS Start Network, do: {delay: 2s, with: {}}}")},
          {"an unknown error", with_rule("{on: WDS Start Network, do: {error: CallFialed}}")},
          {"an error that is none", with_rule("{on: WDS Start Network, do: {error: None}}")},
          {"an error number that is too large", with_rule("{on: WDS Start Network, do: {error: 65536}}")},
          {"a delay without a unit", with_rule("{on: WDS Start Network, do: {delay: 2}}")},
          {"an unknown port", with_rule("{on: registered, do: {unregister: ttyUSB3}}")},
          {"an unknown reason", with_rule("{on: registered, do: {drop calls: Because}}")},
          {"a switch that is neither", with_rule("{on: registered, do: {set: {wireless disable: half}}}")},
          {"a power supply that doesn't change", with_rule("{on: registered, do: {set: {power: {}}}}")},
          {"a battery of more than all", with_rule("{on: registered, do: {set: {power: {battery level: 101}}}}")},
          {"set of nothing", with_rule("{on: registered, do: {set: {}}}")},
          {"set as a text", with_rule("{on: registered, do: {set: searching}}")},
          {"set of what can't change", with_rule("{on: registered, do: {set: {sim: {state: absent}}}}")},
          {"a signal above all, set by a rule", with_rule("{on: registered, do: {set: {signal: {dbm: 71}}}}")},
          {"a state that isn't one, at a bad trigger",
           with_rule("{on: regsitered, do: {set: {registration: {state: lost}}}}")},
          {"a structure's unknown member", with_rule("{on: CTL Allocate CID, do: {answer: {allocation info: {servic: "
                                                     "WDS, cid: 3}}}}")},
          {"a structure's missing member",
           with_rule("{on: CTL Allocate CID, do: {answer: {allocation info: {service: WDS}}}}")},
          {"a structure as a text", with_rule("{on: CTL Allocate CID, do: {answer: {allocation info: 3}}}")},
          {"a TLV twice", with_rule("{on: WDS Start Network, do: {answer: {packet data handle: 1, "
                                    "packet_data_handle: 2}}}")},
          {"raw bytes that aren't", with_rule("{on: WDS Start Network, do: {answer: {raw: {0x42: \"0g\"}}}}")},
          {"a raw TLV's number that isn't", with_rule("{on: WDS Start Network, do: {answer: {raw: {0x142: \"00\"}}}}")},
          {"a bad trigger and a bad action", with_rule("{on: WDS Strat Network, do: {unregister: qmy, delay: 3}}")},
      }));
}

TEST_CASE("mistakes in expectations are told", "[scenario]") {
  approve("scenario_mistakes_expect",
          report({
              {"an expectation that is a text", with_expectation("client exits")},
              {"an expectation of nothing", with_expectation("{}")},
              {"an unknown kind", with_expectation("reqest: WDS Start Network")},
              {"a misspelt key of a kind", with_expectation("{client: exits, staus: success}")},
              {"a key of another kind", with_expectation("{device: qmi, is: gone, within: 3s}")},
              {"a client that does something else", with_expectation("client: sings")},
              {"an unknown status", with_expectation("{client: exits, status: good}")},
              {"a status that no process has", with_expectation("{client: exits, status: 256}")},
              {"within without a unit", with_expectation("{client: exits, within: 30}")},
              {"within of an unknown milestone", with_expectation("{client: exits, within: 30s after dawn}")},
              {"a pattern that isn't closed", with_expectation("says: \"[0-9\"")},
              {"a pattern with a parenthesis too many", with_expectation("says: \"a)\"")},
              {"a pattern with nothing to repeat", with_expectation("says: \"*a\"")},
              {"a pattern with a back reference", with_expectation("says: \"(a)\\\\1\"")},
              {"an empty pattern", with_expectation("says: \"\"")},
              {"a pattern that is a map", with_expectation("says: {a: b}")},
              {"one bad pattern of several", with_expectation("{client: exits, says: [good, \"(bad\"]}")},
              {"an unknown message", with_expectation("request: WDS Get Current Setings")},
              {"an unknown TLV", with_expectation("{request: WDS Start Network, where: {apm: net}}")},
              {"a count in words", with_expectation("{request: WDS Start Network, count: twice}")},
              {"a count that runs backwards", with_expectation("{request: WDS Start Network, count: 3..1}")},
              {"a count that is always so", with_expectation("{request: WDS Start Network, count: at least 0}")},
              {"an order of one", with_expectation("order: [WDS Start Network]")},
              {"an order with an unknown message", with_expectation("order: [WDS Start Network, WDS Stop Netwrok]")},
              {"an order with a map that isn't one of it",
               with_expectation("order: [{on: WDS Start Network}, DMS Get IDs]")},
              {"an unknown port", with_expectation("{device: ttyusb, is: gone}")},
              {"a state of a device that isn't one", with_expectation("{device: qmi, is: away}")},
              {"a device without a state", with_expectation("device: qmi")},
              {"the QMI port as a serial one", with_expectation("{serial: qmi, receives: x}")},
              {"a serial port without what it receives", with_expectation("serial: ttyUSB0")},
              {"a balance that isn't one", with_expectation("balance: even")},
              {"never never", with_expectation("never: {never: {says: OK}}")},
              {"never two things", with_expectation("never: {client: exits, says: OK}")},
              {"never nothing", with_expectation("never:")},
              {"for a client that isn't there", with_expectation("{says: OK, for: dialer}")},
              {"for nobody", with_expectation("{says: OK, for: []}")},
          }));
}

TEST_CASE("all mistakes of a file are told at once, in the order of their places", "[scenario]") {
  approve("scenario_mistakes_all_at_once", report({{"many", R"(about: a test
modem: mc8355
set:
  sim: {state: redy, pin: x}
when:
  - at: 3
    do: {unregister: qmy}
  - on: WDS Strat Network
    do: {drop: true}
client: {run: a, strat: 3s}
deadline: 1h
expect:
  - client: exists
    within: 30
  - says: "("
  - balance: clear
)"}}));
}

TEST_CASE("what is too large or too deep for a scenario is refused", "[scenario]") {
  CHECK(mistakes_of(std::string(sc::kMaxYamlText + 1, 'a')) == "x.yaml: has 1048577 bytes, at most 1048576 are read\n");
  CHECK(mistakes_of(with_expectation("says: " + std::string(1001, 'a'))) ==
        "x.yaml:5:11: a pattern has at most 1000 bytes, this has 1001\n");
  const std::string deep = "about: " + std::string(40, '[') + std::string(40, ']') + "\n";
  CHECK(mistakes_of(deep) == "x.yaml:1:39: lists and maps stand more than 32 deep in one another\n");
  CHECK(mistakes_of("about: " + std::string(1'000'000, '[')).find("more than 32 deep") != std::string::npos);
  CHECK(mistakes_of("about: " + std::string(1'000'000, '{')).find("more than 32 deep") != std::string::npos);
  std::string deep_blocks;
  for (int i = 0; i < 300; ++i) deep_blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(mistakes_of(deep_blocks) == "x.yaml:33:33: lists and maps stand more than 32 deep in one another\n");
}

TEST_CASE("a scenario of thousands of mistakes is refused with the first of them", "[scenario]") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "modem" + std::to_string(i) + ": x\n";
  const auto loaded = load_scenario(text, "x.yaml", no_file);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().size() == sc::kMaxMistakes + 1);  // the last says that there are more
  CHECK(loaded.error().front().to_string() == "x.yaml:1:1: unknown key 'modem0'; did you mean 'modem'?");
}

TEST_CASE("a scenario that isn't UTF-8, or has control characters, is refused", "[scenario]") {
  CHECK(mistakes_of("about: caf\xE9\n") == "x.yaml:1:11: should be UTF-8, has the byte 0xe9 here\n");
  CHECK(mistakes_of("about: é\nseen: \xC0\x80\n") == "x.yaml:2:7: should be UTF-8, has the byte 0xc0 here\n");
  CHECK(mistakes_of("about: \xED\xA0\x80\n") == "x.yaml:1:8: should be UTF-8, has the byte 0xed here\n");
  CHECK(mistakes_of(std::string("about: a\0b\n", 11)) == "x.yaml:1:9: a control character (0x00) can't stand here\n");
  CHECK(mistakes_of("about: a\x04"
                    "b\n") == "x.yaml:1:9: a control character (0x04) can't stand here\n");
  CHECK(mistakes_of("\xFF\xFE"
                    "a\0b\0") == "x.yaml:1:1: should be UTF-8, has the byte 0xff here\n");
}

TEST_CASE("every beginning of a good scenario is refused or good, and never more than that", "[scenario]") {
  const std::string whole = kHead + R"(seen: [one, "two"]
set: {serial: silent, sim: {state: pin required, pin: "0000"}}
when:
  - at: 2.743s after registered
    do: {unregister: qmi}
  - on: WDS Start Network
    where: {apn: net}
    do: {delay: 2s, error: CallFailed}
client: {run: a, with: {apn: net}}
expect:
  - client: exits
    status: failure
)";
  int good = 0;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto loaded = load_scenario(whole.substr(0, size), "x.yaml", no_file);
    if (!loaded) CHECK_FALSE(loaded.error().empty());
    good += loaded ? 1 : 0;
  }
  CHECK(good > 0);
}

TEST_CASE("a scenario with random changes is refused or good, and does no harm", "[scenario]") {
  const std::string whole = kHead + R"(set: {sim: {state: pin required, pin: "0000"}, call: {ipv4: {address: 10.0.0.2}}}
when:
  - at: 2.743s after registered
    do: {unregister: qmi, drop calls: GsmWcdmaNetworkFailure}
  - on: WDS Start Network
    where: {apn: net, authentication preference: PAP|CHAP, raw: {0x42: "01 02"}}
    do: {delay: 2s, error: CallFailed, with: {call end reason: 1013}}
client: {run: a, with: {apn: net}}
expect:
  - {client: exits, status: failure, says: ["[a-z]+(b|c)*$"], within: 5s after registered}
  - never: {request: WDS Start Network, where: {apn: net}, count: "0..3"}
)";
  REQUIRE(mistakes_of(whole) == "none\n");
  const std::string_view pieces = "{}[]:,-\"'|>&*!%@#?\n \t\\0x9.aA~(\x80";
  std::uint32_t random = 1;
  const auto next = [&](std::size_t below) {
    random = random * 1664525 + 1013904223;
    return (random >> 8) % below;
  };
  for (int round = 0; round < 1500; ++round) {
    std::string text = whole;
    for (std::size_t change = 1 + next(4); change > 0; --change) {
      const std::size_t at = next(text.size());
      if (next(3) == 0) {
        text.erase(at, 1 + next(8));
      } else {
        text.insert(at, 1, pieces[next(pieces.size())]);
      }
    }
    const auto loaded = load_scenario(text, "x.yaml", no_file);
    if (loaded) continue;
    for (const auto& mistake : loaded.error()) REQUIRE_FALSE(mistake.what.empty());
  }
}
