#include "report/results.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "emulator/trace/printable.hpp"
#include "report/events_json.hpp"

namespace modembench::report {
namespace {

// Members keep their order.
using json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr const char* kMark = "modembench results";

std::string record_text(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

/// What we write is nested four deep; a file of a million brackets shall not use up the stack.
constexpr int kMaxDepth = 8;

tl::expected<json, std::string> parse(std::string_view text) {
  bool too_deep = false;
  const auto shallow = [&too_deep](int depth, json::parse_event_t, json&) {
    if (depth > kMaxDepth) too_deep = true;
    return !too_deep;
  };
  auto document = json::parse(text, shallow, false);
  if (too_deep) return tl::unexpected(fmt::format("nested more than {} deep", kMaxDepth));
  if (document.is_discarded()) return tl::unexpected(std::string("no JSON: was it written to its end?"));
  return document;
}

/// Reads the members of an object; the first mistake is kept.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {}

  void text(const char* name, std::string& into) {
    if (const auto* value = member(name, &json::is_string, "a text")) into = value->get<std::string>();
  }
  void number(const char* name, double& into) {
    if (const auto* value = member(name, &json::is_number, "a number")) into = value->get<double>();
    if (!std::isfinite(into) || into < 0) refuse(name, "a number that isn't negative");
  }
  void events(const char* name, std::string& into) {
    const auto* value = member(name, &json::is_array, "a list");
    if (value == nullptr) return;
    auto events = read_events(*value);
    if (events) into = std::move(*events);
    if (!events && mistake.empty()) mistake = events.error();
  }
  void refuse(const char* name, const char* wanted) {
    if (mistake.empty()) mistake = fmt::format("'{}' of a run is to be {}", name, wanted);
  }

  std::string mistake;

 private:
  const json* member(const char* name, bool (json::*is)() const noexcept, const char* wanted) {
    const auto found = object_.find(name);
    if (found != object_.end() && ((*found).*is)()) return &*found;
    refuse(name, wanted);
    return nullptr;
  }

  const json& object_;
};

tl::expected<Record, std::string> read_record(const json& object) {
  if (!object.is_object()) return tl::unexpected(std::string("a run is to be an object"));
  Record record;
  Members members(object);
  members.text("scenario", record.scenario);
  members.text("client", record.client);
  members.text("why", record.why);
  members.text("known issue", record.known_issue);
  members.text("place", record.place);
  members.text("clock", record.clock);
  members.text("hash", record.fingerprint);
  members.text("transcript", record.transcript);
  members.number("seconds", record.seconds);
  members.number("modem seconds", record.modem_seconds);
  members.events("events", record.events);
  double signal = 0;
  members.number("interrupted by", signal);
  constexpr double kMaxSignal = 64;
  if (signal > kMaxSignal) members.refuse("interrupted by", "a signal's number");
  std::string outcome;
  members.text("outcome", outcome);
  const auto known = outcome_from_string(outcome);
  if (!known) members.refuse("outcome", "one of modembench's");
  if (!members.mistake.empty()) return tl::unexpected(members.mistake);
  record.outcome = *known;
  record.interrupted_by = static_cast<int>(signal);
  return record;
}

bool read_shard(const json& value, Shard& shard) {
  if (!value.is_array() || value.size() != 2) return false;
  if (!value[0].is_number_unsigned() || !value[1].is_number_unsigned()) return false;
  const auto index = value[0].get<std::uint64_t>();
  const auto total = value[1].get<std::uint64_t>();
  if (index < 1 || index > total || total > kMostShards) return false;
  shard = {static_cast<unsigned>(index), static_cast<unsigned>(total)};
  return true;
}

}  // namespace

std::string to_json(const Record& record, WithTranscript with) {
  // The page is read by people, the file by us.
  const auto shown = [with](const std::string& original, trace::Keep keep = trace::Keep::nothing) {
    return with == WithTranscript::yes ? original : trace::printable(original, keep);
  };
  json out = {{"scenario", shown(record.scenario)},
              {"client", shown(record.client)},
              {"outcome", to_string(record.outcome)},
              {"place", shown(record.place)},
              {"clock", shown(record.clock)},
              {"hash", shown(record.fingerprint)},
              {"seconds", record.seconds},
              {"modem seconds", record.modem_seconds},
              {"why", shown(record.why, trace::Keep::lines)}};
  if (with == WithTranscript::yes) {
    out["known issue"] = record.known_issue;
    out["interrupted by"] = record.interrupted_by;
    out["transcript"] = record.transcript;
  }
  auto text = record_text(out);
  text.pop_back();
  // Already JSON: not taken apart and put together again.
  return fmt::format("{},\"events\":{}}}", text, record.events);
}

tl::expected<Record, std::string> record_from_json(std::string_view text) {
  const auto object = parse(text);
  if (!object) return tl::unexpected(object.error());
  return read_record(*object);
}

std::string to_results(std::span<const Record> records, const Shard& shard) {
  std::string out =
      fmt::format("{{\"{}\": {}, \"shard\": [{}, {}], \"runs\": [", kMark, kVersion, shard.index, shard.total);
  const char* between = "\n";
  for (const auto& record : records) {
    out += between + to_json(record, WithTranscript::yes);
    between = ",\n";
  }
  return out + "\n]}\n";
}

tl::expected<Results, std::string> read_results(std::string_view text) {
  const auto parsed = parse(text);
  if (!parsed) return tl::unexpected(parsed.error());
  const json& document = *parsed;
  if (!document.is_object() || !document.contains(kMark)) {
    return tl::unexpected(std::string("no results of modembench (run --results FILE writes them)"));
  }
  if (document[kMark] != kVersion) {
    return tl::unexpected(
        fmt::format("results of version {}; this modembench reads version {}", document[kMark].dump(), kVersion));
  }
  const auto runs = document.find("runs");
  if (runs == document.end() || !runs->is_array()) return tl::unexpected(std::string("has no list of runs"));
  Results results;
  if (const auto shard = document.find("shard"); shard == document.end() || !read_shard(*shard, results.shard)) {
    return tl::unexpected(std::string("'shard' is to be a list of two numbers, as [1, 3]"));
  }
  for (const auto& run : *runs) {
    auto record = read_record(run);
    if (!record) return tl::unexpected(fmt::format("run {}: {}", results.records.size() + 1, record.error()));
    results.records.push_back(std::move(*record));
  }
  return results;
}

}  // namespace modembench::report
