#include "client_under_test/run.hpp"

#include "client_under_test/live_run.hpp"
#include "client_under_test/run_in_process.hpp"

namespace modembench::client_under_test {

std::string_view to_string(On on) {
  switch (on) {
    case On::pty:
      return "pty";
    case On::socket:
      return "socket";
    case On::proxy:
      return "proxy";
    case On::gadget:
      return "gadget";
    case On::usbip:
      return "usbip";
    case On::in_process:
      return "in-process";
  }
  return "";
}

RunResult run(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
              const RunOptions& options) {
  if (!on_usb(options.on) && bench::needs_usb(scenario)) {
    RunResult skipped;
    skipped.scenario = scenario.file;
    skipped.client = use.as;
    skipped.judgement.verdict = bench::Verdict::skipped;
    skipped.why = "it sets what goes wrong on the USB, which there is with --on vm, gadget or usbip only";
    skipped.place = to_string(options.on);
    return skipped;
  }
  if (options.on == On::in_process) return run_in_process(scenario, use, client, options);
  return LiveRun(scenario, use, client, options).to_the_end();
}

}  // namespace modembench::client_under_test
