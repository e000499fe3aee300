#include "client_under_test/run.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "client_under_test/end_signals.hpp"
#include "command/commands.hpp"
#include "command/ends_in_time.hpp"
#include "command/guest_run.hpp"
#include "command/output_files.hpp"
#include "command/scenario_files.hpp"
#include "command/suite.hpp"
#include "command/suite_options.hpp"
#include "command/terminal.hpp"
#include "command/verdicts.hpp"

namespace modembench::command {
namespace {

using bench::ClientUse;
using client_under_test::Client;

/// `--client NAME`, or the command after "--", in the place of each of the scenario's own clients: started when
/// the first of those would have been.
bench::Loaded<std::vector<Planned>> replaced(const ReadyScenario& ready, const RunArguments& arguments) {
  ClientUse use;
  if (!ready.scenario.clients.empty()) use = ready.scenario.clients.front();
  use.client = arguments.client;
  use.as = arguments.own.empty() ? arguments.client : arguments.own.front();
  if (!arguments.own.empty()) {
    return std::vector{Planned{&ready.scenario, use, client_under_test::own_client(arguments.own)}};
  }
  // What the scenario sets for its own client is for this one as far as it knows it.
  const auto variables = std::exchange(use.variables, {});
  // A path is relative to where the user stands, not to the scenario.
  auto client = client_under_test::find_client(use, "");
  if (!client) return tl::unexpected(client.error());
  for (const auto& [name, value] : variables) {
    if (client->variables.contains(name)) use.variables[name] = value;
  }
  return std::vector{Planned{&ready.scenario, use, std::move(*client)}};
}

bench::Loaded<std::vector<Planned>> plan(const ReadyScenario& ready, const RunArguments& arguments) {
  if (!arguments.client.empty() || !arguments.own.empty()) return replaced(ready, arguments);
  std::vector<Planned> planned;
  for (std::size_t i = 0; i < ready.clients.size(); ++i) {
    planned.push_back({&ready.scenario, ready.scenario.clients[i], ready.clients[i]});
  }
  if (!arguments.prove) return planned;
  for (std::size_t i = 0; i < ready.catches.size(); ++i) {
    planned.push_back({&ready.scenario, ready.scenario.catches[i], ready.catches[i], true});
  }
  return planned;
}

/// Tells each run which one it is of its file, however often that file is to be run.
void number(std::vector<Planned>& all, const std::vector<std::string>& files) {
  std::map<std::string, std::size_t> runs;
  for (const auto& planned : all) ++runs[planned.scenario->file];
  std::map<std::string, std::size_t> before;
  for (auto& planned : all) {
    const auto& file = planned.scenario->file;
    const auto times = static_cast<std::size_t>(std::count(files.begin(), files.end(), file));
    planned.number = before[file]++ % (runs[file] / times);
  }
}

// Reports of a large suite, on a slow disk: they are what is left of it.
constexpr std::chrono::seconds kTimeToReport{5};

/// Runs the plan, prints and writes what comes of it; the exit status, where no end signal has come.
int judge_all(std::vector<Planned>& plan, const SuiteOptions& options, const OutputFiles& files,
              EndsInTime& ends_in_time) {
  std::vector<std::string> scenarios;
  for (const auto& planned : plan) scenarios.push_back(planned.scenario->file);
  if (const auto ready = prepare(files, scenarios); !ready) return unusable(ready.error());
  name_files_of_runs(files, plan);
  Verdicts verdicts(stdout, plan.size());
  const auto suite = run_suite(plan, options,
                               {.begins =
                                    [&](const Planned& planned) {
                                      verdicts.begin(title(*planned.scenario), planned.scenario->about, planned.use.as);
                                    },
                                .ends =
                                    [&](const Planned&, const report::Record& record) {
                                      verdicts.end(record);
                                      // Of runs side by side, or in guests, the exchange is printed when they are
                                      // over, each by itself.
                                      if (options.verbose && (options.jobs > 1 || options.guest))
                                        verdicts.transcript(record);
                                    }});
  // What was interrupted has reports too: of the runs that it came to.
  ends_in_time.allow(kTimeToReport);
  const auto written = write_reports(files, suite.records, options.shard);
  if (!written) complain(written.error());
  if (suite.interrupted_by == 0) verdicts.sum();
  if (!written) return kUnusable;
  return verdicts.any_failed() ? kSomeFailed : kAllPassed;
}

/// The same, with the guest that it takes, and to its end by an end signal: 128 + n, whenever that comes.
int run_all(std::vector<Planned>& plan, SuiteOptions& options, const RunArguments& arguments) {
  client_under_test::EndSignals signals;
  EndsInTime ends_in_time(signals, kTimeToEnd);
  int status = kUnusable;
  tl::expected<std::shared_ptr<const Guest>, std::string> guest;
  if (arguments.on == "vm") guest = prepare_guest(arguments);
  if (guest) {
    options.guest = std::move(*guest);
    status = judge_all(plan, options, arguments.files, ends_in_time);
  } else {
    complain(guest.error());
  }
  const int signal = signals.take();
  return signal != 0 ? 128 + signal : status;
}

}  // namespace

int run(const RunArguments& arguments) {
  if (scenario_files(arguments.scenarios).empty()) {
    return unusable(fmt::format("no scenarios (*.yaml) in {}", fmt::join(arguments.scenarios, ", ")));
  }
  auto ready = read_all(arguments.scenarios, arguments.variables);
  if (!ready) {
    print(ready.error());
    return kUnusable;
  }
  if (arguments.seed) {
    for (auto& one : *ready) one.scenario.seed = *arguments.seed;
  }

  std::vector<Planned> all;
  for (const auto& scenario : *ready) {
    auto planned = plan(scenario, arguments);
    if (!planned) {
      print(planned.error());
      return kUnusable;
    }
    all.insert(all.end(), planned->begin(), planned->end());
  }
  number(all, scenario_files(arguments.scenarios));
  if (arguments.only) {
    if (*arguments.only >= all.size()) {
      return unusable(fmt::format("--only {}: there are {} runs", *arguments.only, all.size()));
    }
    all = {all[*arguments.only]};
  }

  auto options = suite_options(arguments, all);
  if (!options) return unusable(options.error());
  return run_all(all, *options, arguments);
}

}  // namespace modembench::command
