#include <catch2/catch.hpp>

#include "report/output_formats.hpp"
#include "report/results.hpp"
#include "tests/unit/approval.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using report::Record;

namespace {

client_under_test::RunResult run(std::size_t events) {
  client_under_test::RunResult out;
  out.scenario = "scenarios/report/gone.yaml";
  out.client = "qmicli-watch";
  out.place = "pty, in a stage as root";
  out.clock = trace::Clock::jumping;
  out.took = 250ms;
  for (std::size_t i = 0; i < events; ++i) {
    out.trace.add({.at = Instant(i * 1ms), .kind = trace::EventKind::client_says, .text = "\"Grüße\" \xff \\ \x1b"});
  }
  return out;
}

std::vector<Record> suite_of_three() {
  std::vector<Record> records{report::make_record(run(2), {}), report::make_record(run(0), {true, {}})};
  auto skipped = run(0);
  skipped.judgement.verdict = bench::Verdict::skipped;
  skipped.why = "no such program";
  records.push_back(report::make_record(skipped, {}));
  records.back().interrupted_by = 15;
  return records;
}

std::string mistake_in(const std::string& text) {
  const auto records = report::read_results(text);
  REQUIRE_FALSE(records);
  return records.error();
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), by);
}

}  // namespace

TEST_CASE("results come back from their file as they were", "[report][results]") {
  const auto text = report::to_results(suite_of_three());
  approve("report_results", text);
  const auto again = report::read_results(text);
  REQUIRE(again);
  REQUIRE(again->records.size() == 3);
  CHECK(report::to_results(again->records) == text);
  CHECK(report::to_junit(again->records) == report::to_junit(suite_of_three()));
  CHECK(again->records[2].interrupted_by == 15);
  CHECK(report::read_results(report::to_results({}))->records.empty());
  const auto part = report::read_results(report::to_results({}, {2, 5}));
  CHECK(part->shard.index == 2);
  CHECK(part->shard.total == 5);
}

TEST_CASE("what is no results file says so, and where", "[report][results]") {
  const auto good = report::to_results(suite_of_three());
  CHECK(mistake_in("") == "no JSON: was it written to its end?");
  CHECK(mistake_in(good.substr(0, good.size() / 2)) == "no JSON: was it written to its end?");
  CHECK(mistake_in("<testsuites/>") == "no JSON: was it written to its end?");
  CHECK(mistake_in("[]") == "no results of modembench (run --results FILE writes them)");
  CHECK(mistake_in("{}") == "no results of modembench (run --results FILE writes them)");
  CHECK(mistake_in(replaced(good, "\": 1,", "\": 2,")) == "results of version 2; this modembench reads version 1");
  CHECK(mistake_in(R"({"modembench results": 1, "shard": [1, 1], "runs": {}})") == "has no list of runs");
  CHECK(mistake_in(R"({"modembench results": 1, "shard": [1, 1], "runs": [7]})") == "run 1: a run is to be an object");
  CHECK(mistake_in(replaced(good, "\"client\"", "\"klient\"")) == "run 1: 'client' of a run is to be a text");
  CHECK(mistake_in(replaced(good, "0.25", "\"long\"")) == "run 1: 'seconds' of a run is to be a number");
  CHECK(mistake_in(replaced(good, "0.25", "-1")) == "run 1: 'seconds' of a run is to be a number that isn't negative");
  CHECK(mistake_in(replaced(good, "\"passed\"", "\"perfect\"")) ==
        "run 1: 'outcome' of a run is to be one of modembench's");
  CHECK(mistake_in(replaced(good, "\"interrupted by\":15", "\"interrupted by\":1e300")) ==
        "run 3: 'interrupted by' of a run is to be a signal's number");
  for (const auto* shard : {"[1]", "[0, 1]", "[3, 2]", "[1, 10001]", "[-1, 2]", "7", "[1.5, 2]"}) {
    CHECK(mistake_in(replaced(good, "[1, 1]", shard)) == "'shard' is to be a list of two numbers, as [1, 3]");
  }
  CHECK(mistake_in(std::string(1'000'000, '[')) == "nested more than 8 deep");
}

TEST_CASE("of a run with very many events, a report has the first and the last", "[report][results]") {
  const auto whole = report::make_record(run(report::kMaxEventsOfRun), {});
  CHECK(whole.transcript.find("left out") == std::string::npos);
  const auto cut = report::make_record(run(report::kMaxEventsOfRun + 5), {});
  CHECK(std::count(cut.transcript.begin(), cut.transcript.end(), '\n') == report::kMaxEventsOfRun + 1);
  CHECK(cut.transcript.find("5 events are left out of this report") != std::string::npos);
  CHECK(cut.modem_seconds == Approx(20.004));
}

TEST_CASE("an event that the page couldn't draw is refused, and where it is", "[report][results]") {
  const auto good = report::to_results(suite_of_three());
  const auto event = [&](const std::string& part, const std::string& by) {
    return mistake_in(replaced(good, "\"events\":[{" + part, "\"events\":[{" + by));
  };
  const std::string at = "\"at\":0,";
  CHECK(event(at, "") == "run 1: event 1: 'at' is to be a whole number of microseconds");
  for (const auto* wrong : {"\"0\"", "null", "0.5", "1e300", "9007199254740993", "-9007199254740993", "[]"}) {
    CHECK(event(at, fmt::format("\"at\":{},", wrong)) ==
          "run 1: event 1: 'at' is to be a whole number of microseconds");
  }
  CHECK(event(at, at + "\"to\":\"both\",") == "run 1: event 1: 'to' is to be modem or client");
  CHECK(event(at, at + "\"failed\":1,") == "run 1: event 1: 'failed' is to be true or false");
  CHECK(event(at, at + "\"title\":{},") == "run 1: event 1: 'title' is to be a text");
  CHECK(event(at, at + "\"hex\":\"0x\",") == "run 1: event 1: 'hex' is to be bytes in hexadecimal");
  CHECK(event(at, at + "\"more\":1,") == "run 1: event 1: 'more' is nothing that an event has");
  for (const auto* wrong : {"{}", "[1]", "[[\"a\"]]", "[[\"a\",1]]", "[[\"a\",\"b\",\"c\"]]"}) {
    CHECK(event(at, at + fmt::format("\"fields\":{},", wrong)) ==
          "run 1: event 1: 'fields' is to be a list of pairs of texts");
  }
  CHECK(mistake_in(replaced(good, "\"events\":[{", "\"events\":[7,{")) == "run 1: event 1: is to be an object");
  CHECK(mistake_in(replaced(good, "\"events\":[", "\"event\":[")) == "run 1: 'events' of a run is to be a list");
  CHECK(mistake_in(replaced(good, "\"kind\":\"client\"", "\"kind\":\"a b\"")) ==
        "run 1: event 1: 'kind' is to be a word");
  CHECK(report::read_results(replaced(good, at, at + R"("hex":"01 0c","fields":[["a","b"]],)")));
  // Texts that others wrote are made fit to be read.
  const auto odd = report::read_results(replaced(good, at, at + R"("title":"\u001b \u202e",)"));
  REQUIRE(odd);
  CHECK(odd->records[0].events.find(R"("title":"\\x1b \\u{202e}")") != std::string::npos);
}
