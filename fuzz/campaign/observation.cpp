#include "fuzz/campaign/observation.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/judge/judge.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/fnv.hpp"
#include "emulator/trace/hash.hpp"
#include "fuzz/campaign/oracles.hpp"

namespace modembench::fuzz {
namespace {

using trace::Event;
using trace::EventKind;
using json = nlohmann::ordered_json;

constexpr std::size_t kMaxTampered = 64;

std::uint64_t trait_of(std::string_view text) {
  trace::Fnv hash;
  hash.text(text);
  return hash.value();
}

/// What a client can be told apart by: what it asks after what, what it prints, how it ends. Nothing of the clock, and
/// no numbers: those of a mutated answer would make everything new.
std::vector<std::uint64_t> traits_of(const trace::Trace& trace) {
  std::set<std::uint64_t> traits;
  std::string before = "start";
  for (const auto& event : trace.events()) {
    if (event.kind == EventKind::request && event.message) {
      const auto name = qmi::message_name(event.message->header);
      traits.insert(trait_of(before + " > " + name));
      before = name;
    } else if (event.kind == EventKind::bad_frame) {
      traits.insert(trait_of("bad frame after " + before));
    } else if (event.kind == EventKind::client_says) {
      traits.insert(trait_of("says " + without_numbers(event.text)));
    } else if (event.kind == EventKind::client_exited) {
      traits.insert(trait_of(fmt::format("exit {} after {}", event.status, before)));
    }
  }
  return {traits.begin(), traits.end()};
}

/// What was sent otherwise than the modem meant it: what follows a rule's own event.
std::vector<std::string> tampered_in(const trace::Trace& trace) {
  std::vector<std::string> found;
  bool by_rule = false;
  for (const auto& event : trace.events()) {
    if (event.kind == EventKind::rule) by_rule = true;
    const bool is_message = event.kind == EventKind::response || event.kind == EventKind::indication;
    if (!by_rule || (!is_message && event.kind != EventKind::raw_out)) continue;
    by_rule = false;
    if (found.size() == kMaxTampered) break;
    const auto name = event.message ? qmi::message_name(event.message->header) : std::string("bytes");
    found.push_back(fmt::format("{} {}: {}", trace::seconds(event.at), name, qmi::to_hex(event.bytes)));
  }
  return found;
}

int status_of(const trace::Trace& trace) {
  int status = -1;
  for (const auto& event : trace.events()) {
    if (event.kind == EventKind::client_exited) status = event.status;
  }
  return status;
}

/// Whether the modem itself misses something at the end: a reboot takes back what a client has kept.
bool is_missed(const bench::Judgement& judgement) {
  return std::any_of(judgement.findings.begin(), judgement.findings.end(), [](const bench::Finding& finding) {
    return finding.awaited.starts_with("balance") && finding.verdict == bench::Verdict::failed;
  });
}

}  // namespace

Observation observe(const client_under_test::RunResult& result, const Oracles& oracles) {
  Observation observation;
  observation.interrupted_by = result.interrupted_by;
  const auto verdict = result.judgement.verdict;
  if (verdict == bench::Verdict::skipped || verdict == bench::Verdict::inconclusive ||
      verdict == bench::Verdict::error) {
    observation.unusable = fmt::format("{}: {}", to_string(verdict), result.why);
    return observation;
  }
  observation.failed = verdict == bench::Verdict::failed;
  const auto& trace = result.trace;
  observation.traits = traits_of(trace);
  observation.tampered = tampered_in(trace);
  observation.exact = result.clock == trace::Clock::simulated;
  // On a clock that others share, how much of a flood came through is the machine's doing, and no difference.
  observation.fingerprint = fmt::format(
      "{} status {}", observation.exact ? trace::fingerprint(trace, result.clock) : "exchange", status_of(trace));
  for (auto& some : {crashes(trace), sanitizer_reports(trace), criticals(trace), hangs(trace),
                     is_missed(result.judgement) ? leaks(trace, oracles.leaks_on_failure) : std::vector<Complaint>{},
                     contradictions(trace, oracles.claims)}) {
    observation.complaints.insert(observation.complaints.end(), some.begin(), some.end());
  }
  return observation;
}

std::string to_json(const Observation& observation) {
  json complaints = json::array();
  for (const auto& one : observation.complaints) {
    complaints.push_back({{"kind", one.kind}, {"cause", one.cause}, {"seen", one.seen}, {"expect", one.expect}});
  }
  const json all = {{"unusable", observation.unusable}, {"traits", observation.traits},
                    {"complaints", complaints},         {"fingerprint", observation.fingerprint},
                    {"tampered", observation.tampered}, {"interrupted by", observation.interrupted_by},
                    {"failed", observation.failed},     {"exact", observation.exact}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

tl::expected<Observation, std::string> observation_from_json(const std::string& text) {
  // Our own process has written it, or has died in the middle of it.
  try {
    const auto all = json::parse(text);
    Observation observation;
    observation.unusable = all.at("unusable").get<std::string>();
    observation.traits = all.at("traits").get<std::vector<std::uint64_t>>();
    for (const auto& one : all.at("complaints")) {
      observation.complaints.push_back({one.at("kind").get<std::string>(), one.at("cause").get<std::string>(),
                                        one.at("seen").get<std::string>(), one.at("expect").get<std::string>()});
    }
    observation.fingerprint = all.at("fingerprint").get<std::string>();
    observation.tampered = all.at("tampered").get<std::vector<std::string>>();
    observation.interrupted_by = all.at("interrupted by").get<int>();
    observation.failed = all.at("failed").get<bool>();
    observation.exact = all.at("exact").get<bool>();
    return observation;
  } catch (const json::exception& error) {
    return tl::unexpected(std::string(error.what()));
  }
}

}  // namespace modembench::fuzz
