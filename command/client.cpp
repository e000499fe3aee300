#include <memory>
#include <string>

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "client_under_test/reference/program.hpp"
#include "client_under_test/reference/words.hpp"
#include "command/commands.hpp"
#include "command/terminal.hpp"

namespace modembench::command {

int client(const ClientArguments& arguments) {
  namespace reference = client_under_test::reference;
  if (arguments.qmi.empty() && arguments.probe.empty()) {
    return unusable("a client needs a port: --qmi PATH or --probe PATH");
  }
  reference::Wanted wanted{arguments.who == "naive", {}};
  reference::Options& options = wanted.options;
  options.qmi = arguments.qmi;
  options.proxy = arguments.proxy == "yes";
  options.probe = arguments.probe;
  options.apn = arguments.apn;
  options.pin = arguments.pin;
  options.once = arguments.once;
  if (!arguments.stay.empty()) {
    const auto stay = bench::parse_duration(arguments.stay);
    if (!stay) return unusable(fmt::format("--for: {}", stay.error()));
    options.stay = *stay;
  }
  options.requests_before = reference::some_count();
  return reference::run_program(*reference::make_client(wanted), options.proxy);
}

}  // namespace modembench::command
