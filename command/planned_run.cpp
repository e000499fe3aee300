#include "command/planned_run.hpp"

#include <fmt/format.h>

#include "command/guest_run.hpp"
#include "command/output_files.hpp"
#include "emulator/trace/pcapng.hpp"

namespace modembench::command {

namespace {

report::Expected expected_of(const Planned& planned) {
  report::Expected expected{planned.must_fail, {}};
  if (const auto* issue = bench::known_issue(*planned.scenario, planned.use)) {
    expected.known_issue = issue->source.empty() ? issue->why : fmt::format("{}  [{}]", issue->why, issue->source);
  }
  return expected;
}

}  // namespace

std::string title(const bench::Scenario& scenario) {
  return scenario.variant.empty() ? scenario.file : fmt::format("{} [{}]", scenario.file, scenario.variant);
}

report::Record run_planned(const Planned& planned, const SuiteOptions& options) {
  if (options.guest) return run_in_guest(planned, *options.guest, expected_of(planned));
  auto result = client_under_test::run(*planned.scenario, planned.use, planned.client, options.run);
  if (!planned.capture.empty() && !result.trace.events().empty()) {
    const auto capture = trace::to_pcapng(result.trace, planned.scenario->profile.identity.usb.shape);
    const auto written = write_file(planned.capture, {reinterpret_cast<const char*>(capture.data()), capture.size()});
    if (!written) {
      result.judgement.verdict = bench::Verdict::error;
      result.why = written.error();
    }
  }
  result.scenario = title(*planned.scenario);
  return report::make_record(result, expected_of(planned));
}

std::chrono::milliseconds longest(const Planned& planned, const SuiteOptions& options) {
  // For what comes before and after the client, on a machine that is busy with other things.
  constexpr std::chrono::seconds kMargin{60};
  if (options.guest) return guest_limit(planned) + kMargin;
  // Not less on a virtual clock: it is not every client's, and one that only computes has the machine's time.
  return 2 * std::chrono::ceil<std::chrono::milliseconds>(planned.scenario->deadline) + kMargin;
}

}  // namespace modembench::command
