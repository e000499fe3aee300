#include "client_under_test/run.hpp"

#include "client_under_test/live_run.hpp"
#include "client_under_test/run_in_process.hpp"

namespace modembench::client_under_test {

RunResult run(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
              const RunOptions& options) {
  if (!options.on->real_device && bench::needs_usb(scenario)) {
    RunResult skipped;
    skipped.scenario = scenario.file;
    skipped.client = use.as;
    skipped.judgement.verdict = bench::Verdict::skipped;
    skipped.why = "it sets what goes wrong on the USB, which there is with --on vm, gadget or usbip only";
    skipped.place = options.on->name;
    return skipped;
  }
  if (options.on->simulated) return run_in_process(scenario, use, client, options);
  return LiveRun(scenario, use, client, options).to_the_end();
}

}  // namespace modembench::client_under_test
