#include "tests/unit/fuzz/campaign_support.hpp"

#include "fuzz/campaign/oracles.hpp"
#include "fuzz/campaign/twist.hpp"
#include "fuzz/campaign/wording.hpp"

using namespace fuzz_campaign_support;
using mb::trace::Event;
using mb::trace::EventKind;

// What is held against a client, by traces that were made or altered for it; and how a try is put into words.

namespace {

/// A run of the reference client with those rules, one YAML line each.
cut::RunResult run_with(const std::vector<std::string>& rules, const std::string& client = "reference-connect") {
  fz::Scene scene;
  scene.client = client;
  scene.rules = rules;
  return run_text(fz::to_yaml(scene, {}, "A test.", {"client: exits"}), "test.yaml");
}

/// The same with a line that the client is made to say at its end.
mb::trace::Trace saying(const mb::trace::Trace& trace, const std::string& line) {
  mb::trace::Trace result;
  for (auto event : trace.events()) {
    if (event.kind == EventKind::client_exited)
      result.add({.at = event.at, .kind = EventKind::client_says, .text = line});
    result.add(std::move(event));
  }
  return result;
}

mb::trace::Trace exiting(const mb::trace::Trace& trace, int status) {
  mb::trace::Trace result;
  for (auto event : trace.events()) {
    if (event.kind == EventKind::client_exited) event.status = status;
    result.add(std::move(event));
  }
  return result;
}

std::string only(const std::vector<fz::Complaint>& complaints) {
  if (complaints.empty()) return "";
  return fmt::format("{}: {}{}", complaints[0].kind, complaints[0].cause, complaints.size() > 1 ? " and others" : "");
}

}  // namespace

TEST_CASE("a healthy run has nothing to complain of", "[fuzz]") {
  const auto seen = fz::observe(healthy_run("reference-connect"), {{{"^connected$", "WDS Start Network"}}, true});
  CHECK(seen.unusable.empty());
  CHECK(seen.complaints.empty());
  CHECK(seen.tampered.empty());
  CHECK_FALSE(seen.traits.empty());
}

TEST_CASE("a crash is known by its signal and what came before it", "[fuzz]") {
  const auto healthy = healthy_run("reference-connect").trace;
  CHECK(only(fz::crashes(exiting(healthy, 139))) == "crash: signal 11 after CTL Release CID");
  CHECK(fz::crashes(exiting(healthy, 143)).empty());
  CHECK(fz::crashes(exiting(healthy, 1)).empty());
  // Who crashes is not blamed for what it couldn't give back besides.
  CHECK(fz::leaks(exiting(healthy_run("naive-connect").trace, 139), true).empty());
}

TEST_CASE("reports of sanitizers and of GLib are found, and are the same whatever numbers are in them", "[fuzz]") {
  const auto healthy = healthy_run("reference-connect").trace;
  const auto one = saying(healthy, "==123==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011");
  CHECK(only(fz::sanitizer_reports(one)) ==
        "sanitizer report: ==#==ERROR: AddressSanitizer: heap-buffer-overflow on address #");
  const auto both = saying(one, "SUMMARY: AddressSanitizer: heap-buffer-overflow tlv.c:77 in read_tlv");
  CHECK(only(fz::sanitizer_reports(both)) ==
        "sanitizer report: SUMMARY: AddressSanitizer: heap-buffer-overflow tlv.c:# in read_tlv");
  const auto critical = [&](const char* line) { return only(fz::criticals(saying(healthy, line))); };
  CHECK(critical("(process:17): GLib-CRITICAL **: 12:00:01.123: g_strdup: assertion 'x' failed") ==
        "critical: (process:#): GLib-CRITICAL **: # g_strdup: assertion 'x' failed");
  CHECK(critical("(process:17): GLib-CRITICAL **: 12:00:01.123: g_strdup: assertion 'x' failed") ==
        critical("(process:9): GLib-CRITICAL **: 09:31:59.001: g_strdup: assertion 'x' failed"));
  CHECK(critical("error: couldn't start network").empty());
}

TEST_CASE("a client that is ended at the deadline hangs, and it is said on what", "[fuzz]") {
  const auto lost = run_with({"{on: WDS Start Network, do: {drop: true}}"}, "naive-connect");
  CHECK(only(fz::hangs(lost.trace)) == "hang: waiting for the answer to WDS Start Network");
  CHECK(fz::hangs(healthy_run("naive-connect").trace).empty());
}

TEST_CASE("what was given and not given back is a leak, if the client could know of it", "[fuzz]") {
  const auto naive = fz::leaks(healthy_run("naive-connect").trace, false);
  REQUIRE(naive.size() == 2);
  CHECK(naive[0].seen == "WDS client id 1");
  CHECK(naive[1].cause == "a call isn't stopped");
  // The modem has told the client that the call is over.
  const auto dropped = fz::leaks(
      run_with({"{on: WDS Get Current Settings, do: {drop calls: GsmWcdmaNetworkFailure}}"}, "naive-connect").trace,
      false);
  REQUIRE(dropped.size() == 1);
  CHECK(dropped[0].seen == "WDS client id 1");
  // It was never told.
  CHECK(fz::leaks(run_with({"{on: CTL Allocate CID, do: {lose answer: true}}"}, "naive-connect").trace, true).empty());
  // Told in bytes that nobody can read.
  CHECK(fz::leaks(run_with({"{on: {answer: CTL Allocate CID}, do: {length: {qmux: +9}}}"}, "naive-connect").trace, true)
            .empty());
  // Its port was taken away.
  CHECK(fz::leaks(run_with({"{on: WDS Get Current Settings, do: {unregister: qmi}}"}, "naive-connect").trace, true)
            .empty());
  // Who fails is asked only where that is wanted.
  const auto failed = exiting(healthy_run("naive-connect").trace, 1);
  CHECK(fz::leaks(failed, false).empty());
  CHECK(fz::leaks(failed, true).size() == 2);
}

TEST_CASE("a client contradicts the modem by an address it was never given, or a claim", "[fuzz]") {
  const auto healthy = healthy_run("reference-connect").trace;
  const auto says = [&](const std::string& line) { return only(fz::contradictions(saying(healthy, line), {})); };
  CHECK(says("IPv4 address: 203.0.113.77") == "contradiction: an address that no message has: IPv4 address: #");
  CHECK(says("IPv4 address: 192.0.2.10").empty());
  CHECK(says("version 1.2.3.4.5 of 10.2").empty());
  CHECK(says("999.1.1.1 is none").empty());

  const std::vector<cut::Claim> claims = {{"^connected$", "WDS Start Network"}};
  CHECK(fz::contradictions(healthy, claims).empty());
  const auto refused = run_with({"{on: WDS Start Network, do: {error: CallFailed}}"});
  CHECK(fz::contradictions(refused.trace, claims).empty());
  CHECK(only(fz::contradictions(saying(refused.trace, "connected"), claims)) ==
        "contradiction: '^connected$' without WDS Start Network having succeeded");
}

TEST_CASE("an observation is the same after its way from one process to another", "[fuzz]") {
  const auto seen = fz::observe(run_with({"{on: WDS Start Network, do: {drop: true}}"}, "naive-connect"), {});
  REQUIRE_FALSE(seen.complaints.empty());
  const auto again = fz::observation_from_json(fz::to_json(seen));
  REQUIRE(again);
  CHECK(fz::to_json(*again) == fz::to_json(seen));
  CHECK(again->complaints == seen.complaints);
  CHECK_FALSE(fz::observation_from_json("{"));
  CHECK_FALSE(fz::observation_from_json("[]"));
}

TEST_CASE("messages in the place of others are worded by their fields where that can be", "[fuzz]") {
  mb::qmi::Bytes meant;
  for (const auto& step : fz::steps_of(healthy_run("reference-connect").trace)) {
    if (step.name == "WDS Start Network" && step.kind == mb::qmi::MessageKind::response) meant = step.bytes;
  }
  REQUIRE(meant.size() == 27);
  const auto words = [&](const mb::qmi::Bytes& sent) {
    std::string text;
    for (const auto& part : fz::wording(meant, sent, "")) text += part.key + ": " + part.value + "; ";
    return text;
  };
  auto handle = meant;
  handle[23] = 0xFF;
  CHECK(words(handle) == "change: {raw: {0x01: \"ff 00 00 20\"}}; ");
  auto transaction = meant;
  transaction[7] += 2;
  CHECK(words(transaction) == "transaction: +2; ");
  auto shorter = meant;
  shorter.resize(20);
  shorter[1] = 19;
  shorter[11] = 7;
  CHECK(words(shorter) == "without: [0x01]; ");
  auto lying = meant;
  lying[1] = 0xFF;
  CHECK(words(lying) == "cut: 0; garbage: \"" + mb::qmi::to_hex(lying) + "\"; ");
  CHECK(words({}) == "cut: 0; ");
}

TEST_CASE("a try is read from the scenario it was written as, and made smaller bit by bit", "[fuzz]") {
  fz::Try what;
  what.twists.push_back(
      {"on: {answer: WDS Start Network}, nth: 2, times: 1", {{"delay", "2s", "late"}, {"cut", "9", ""}}, {}});
  what.twists.push_back({"at: 1s after registered", {{"unplug", "{for: 1s}", ""}}, {}});
  fz::Scene scene;
  scene.client = "reference-connect";
  const auto text = fz::to_yaml(scene, what, "A \"try\": it's one.", {"client: exits"}, {"a remark"});
  CHECK(text ==
        "# a remark\n"
        "about: \"A \\\"try\\\": it's one.\"\n"
        "modem: mc8355\n"
        "when:\n"
        "  - {on: {answer: WDS Start Network}, nth: 2, times: 1, do: {delay: 2s, cut: 9}}  # late\n"
        "  - {at: 1s after registered, do: {unplug: {for: 1s}}}\n"
        "client: reference-connect\n"
        "deadline: 300s\n"
        "expect:\n"
        "  - client: exits\n");
  const auto again = fz::read_try(text, "try.yaml");
  REQUIRE(again);
  REQUIRE(again->twists.size() == 2);
  CHECK(again->twists[0].trigger == what.twists[0].trigger);
  CHECK(fz::to_yaml(again->twists[1]) == fz::to_yaml(what.twists[1]));
  // Either twist gone, or one of the first one's parts.
  CHECK(fz::smaller(*again).size() == 4);
  CHECK(fz::smaller({{what.twists[1]}}).empty());
  CHECK_FALSE(fz::read_try("when: [{do: {drop: true}}]", "x.yaml"));
  CHECK_FALSE(fz::read_try("{", "x.yaml"));
}

TEST_CASE("a scene is a scenario without its expectations, and its paths are found from everywhere", "[fuzz]") {
  const auto files = [](const std::string& path) -> tl::expected<std::string, std::string> {
    if (path != "/lib/base.yaml" && path != "/lib/other.yaml") return tl::unexpected("there is no file " + path);
    return path == "/lib/base.yaml" ? std::string(
                                          "about: b\nmodem: mc8355\nset: {signal: {dbm: -105}}\n"
                                          "when: [{at: 1s after registered, do: {unplug: true}}]\n"
                                          "expect: [{client: exits}]\n")
                                    : std::string();
  };
  const auto scene = fz::read_scene(
      "extends: base.yaml\nvars: {t: 3s}\nwhen: [{at: \"${t}\", do: {replug: true}}]\n"
      "client: [{run: ./mine.yaml, with: {a: b}}, reference-connect]\n",
      "/lib/s.yaml", {files, {}});
  if (!scene) FAIL(scene.error().front().to_string());
  CHECK(scene->modem == "mc8355");
  CHECK(scene->set == "{signal: {dbm: \"-105\"}}");
  CHECK(scene->rules ==
        std::vector<std::string>{"{at: 1s after registered, do: {unplug: true}}", "{at: 3s, do: {replug: true}}"});
  CHECK(scene->client == "{run: /lib/mine.yaml, with: {a: b}}");
  CHECK_FALSE(fz::read_scene("about: x\nmodem: none\n", "/lib/s.yaml", {files, {}}));
}
