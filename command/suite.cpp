#include "command/suite.hpp"

#include <utility>

#include <fmt/format.h>

#include "command/guest_run.hpp"
#include "command/output_files.hpp"
#include "command/side_by_side.hpp"
#include "command/speed.hpp"
#include "emulator/trace/pcapng.hpp"

namespace modembench::command {

namespace {

report::Expected expected_of(const Planned& planned) {
  report::Expected expected{planned.must_fail, {}};
  if (const auto* issue = scenario::known_issue(*planned.scenario, planned.use)) {
    expected.known_issue = issue->source.empty() ? issue->why : fmt::format("{}  [{}]", issue->why, issue->source);
  }
  return expected;
}

}  // namespace

std::string title(const scenario::Scenario& scenario) {
  return scenario.variant.empty() ? scenario.file : fmt::format("{} [{}]", scenario.file, scenario.variant);
}

report::Record run_planned(const Planned& planned, const SuiteOptions& options) {
  if (options.guest) return run_in_guest(planned, *options.guest, expected_of(planned));
  auto result = run_at_speed(planned, options.run, options.speed);
  if (!planned.capture.empty() && !result.trace.events().empty()) {
    const auto capture = trace::to_pcapng(result.trace);
    const auto written = write_file(planned.capture, {reinterpret_cast<const char*>(capture.data()), capture.size()});
    if (!written) {
      result.judgement.verdict = scenario::Verdict::error;
      result.why = written.error();
    }
  }
  result.scenario = title(*planned.scenario);
  return report::make_record(result, expected_of(planned));
}

SuiteResult run_suite(const std::vector<Planned>& plan, const SuiteOptions& options, const SuiteHooks& hooks) {
  if (options.jobs > 1) return run_side_by_side(plan, options, hooks);
  SuiteResult suite;
  for (const auto& planned : plan) {
    hooks.begins(planned);
    suite.records.push_back(run_planned(planned, options));
    hooks.ends(planned, suite.records.back());
    suite.interrupted_by = suite.records.back().interrupted_by;
    if (suite.interrupted_by != 0) break;
  }
  return suite;
}

}  // namespace modembench::command
