#include <catch2/catch.hpp>

#include "emulator/qmi/messages/dms.hpp"
#include "report/outcome.hpp"
#include "report/output_formats.hpp"
#include "tests/unit/approval.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using bench::Verdict;
using report::Outcome;
using report::Record;

namespace {

client_under_test::RunResult result(const std::string& file, const std::string& client, Verdict verdict) {
  client_under_test::RunResult out;
  out.scenario = file;
  out.client = client;
  out.took = 1234ms;
  out.place = "pty, in a stage as root";
  out.judgement.verdict = verdict;
  out.trace.add({.at = modembench::Instant(0us), .kind = trace::EventKind::registered});
  out.trace.add({.at = modembench::Instant(1500ms),
                 .kind = trace::EventKind::client_says,
                 .text = "error: <couldn't> open & \x1b[31mdie"});
  if (verdict == Verdict::failed) {
    out.judgement.findings = {
        {Verdict::passed, "client exits within 5s", "connect.yaml:7:5", ""},
        {Verdict::failed, "client says \"<IPv4>\"", "connect.yaml:9:5", "it said nothing like it"}};
  }
  if (verdict == Verdict::skipped) out.why = "qmicli isn't installed (Debian package libqmi-utils)";
  if (verdict == Verdict::error) out.why = "can't make a pseudo-terminal: No space left on device";
  return out;
}

/// One of each outcome.
std::vector<Record> suite() {
  const std::string connect = "scenarios/healthy/connect.yaml";
  const std::string odd = "scenarios/odd/#1 & only.yaml";
  const report::Expected known{false, "hangs for ever: openwrt/openwrt issue 10472"};
  std::vector<Record> records;
  records.push_back(report::make_record(result(connect, "qmicli-connect", Verdict::passed), {}));
  records.push_back(report::make_record(result(connect, "qmi-network-connect", Verdict::failed), {}));
  records.push_back(report::make_record(result(connect, "leaves-call-up", Verdict::failed), {true}));
  records.push_back(report::make_record(result(connect, "shrugs", Verdict::passed), {true}));
  records.push_back(report::make_record(result(odd, "uqmi", Verdict::failed), known));
  records.push_back(report::make_record(result(odd, "uqmi-new", Verdict::passed), known));
  records.push_back(report::make_record(result(odd, "qmicli-connect", Verdict::skipped), {}));
  records.push_back(report::make_record(result(odd, "slow", Verdict::inconclusive), {}));
  records.push_back(report::make_record(result(odd, "no-port", Verdict::error), {}));
  return records;
}

}  // namespace

TEST_CASE("what a verdict means depends on what was expected of the client", "[report]") {
  using report::outcome_of;
  CHECK(outcome_of(Verdict::passed, {}) == Outcome::passed);
  CHECK(outcome_of(Verdict::failed, {}) == Outcome::failed);
  CHECK(outcome_of(Verdict::failed, {true}) == Outcome::caught);
  CHECK(outcome_of(Verdict::passed, {true}) == Outcome::not_caught);
  CHECK(outcome_of(Verdict::failed, {false, "known"}) == Outcome::known_issue);
  CHECK(outcome_of(Verdict::passed, {false, "known"}) == Outcome::fixed);
  for (const bool caught : {false, true}) {
    // Nobody is caught, and no known issue seen, by a run that didn't come to an end of its own.
    CHECK(outcome_of(Verdict::skipped, {caught, "known"}) == Outcome::skipped);
    CHECK(outcome_of(Verdict::inconclusive, {caught, "known"}) == Outcome::inconclusive);
    CHECK(outcome_of(Verdict::error, {caught, "known"}) == Outcome::error);
  }
}

TEST_CASE("a suite fails by what needs someone's attention", "[report]") {
  for (const auto good : {Outcome::passed, Outcome::caught, Outcome::known_issue, Outcome::skipped}) {
    CHECK_FALSE(report::is_failure(good));
  }
  for (const auto bad : {Outcome::inconclusive, Outcome::failed, Outcome::not_caught, Outcome::fixed, Outcome::error}) {
    CHECK(report::is_failure(bad));
  }
}

TEST_CASE("JUnit has every outcome", "[report]") { approve("report_junit", report::to_junit(suite())); }
TEST_CASE("JUnit of nothing is a document", "[report]") { approve("report_junit_empty", report::to_junit({})); }
TEST_CASE("TAP has every outcome", "[report]") { approve("report_tap", report::to_tap(suite())); }
TEST_CASE("TAP of nothing plans nothing", "[report]") { CHECK(report::to_tap({}) == "TAP version 13\n1..0\n"); }

TEST_CASE("the page's data has every outcome and event, and nothing in it can end the script", "[report]") {
  auto records = suite();
  auto first = result("scenarios/healthy/connect.yaml", "qmicli-connect", Verdict::passed);
  const qmi::Header header{qmi::dms::service, 1, qmi::MessageKind::request, 1, qmi::dms::get_model::id};
  auto& trace = first.trace;
  trace.add({.at = modembench::Instant(2s),
             .kind = trace::EventKind::request,
             .bytes = {0x01, 0x0c},
             .message = std::make_shared<const qmi::Message>(qmi::Message{header, {}})});
  auto answer = qmi::response_to(header);
  answer.set(qmi::dms::get_model::response::model, "</script><script>alert(1)</script>");
  trace.add({.at = modembench::Instant(2s),
             .kind = trace::EventKind::response,
             .bytes = {0x01},
             .message = std::make_shared<const qmi::Message>(answer)});
  trace.add({.at = modembench::Instant(3s),
             .kind = trace::EventKind::serial_out,
             .port = tty_usb(1),
             .bytes = {'<', '!', '-', '-'}});
  records.front() = report::make_record(first, {});
  const std::string page = report::to_html(records);
  const auto begin = page.find("id=\"data\">");
  const auto end = page.find("</script>", begin);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::string data = page.substr(begin + 10, end - begin - 10);
  CHECK(data.find('<') == std::string::npos);
  approve("report_page_data", data + "\n");
  CHECK(page.find("@DATA@") == std::string::npos);
}
