#include "client_under_test/run.hpp"

#include <utility>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/output.hpp"
#include "command/scenario_files.hpp"
#include "command/verdicts.hpp"

namespace modembench::command {
namespace {

using client_under_test::Client;
using scenario::ClientUse;

/// A client to be run against a scenario.
struct Planned {
  const scenario::Scenario* scenario = nullptr;
  ClientUse use;
  Client client;
  bool must_fail = false;
};

/// `--client NAME`, or the command after "--", in the place of each of the scenario's own clients: started when
/// the first of those would have been.
scenario::Loaded<std::vector<Planned>> replaced(const ReadyScenario& ready, const RunArguments& arguments) {
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

scenario::Loaded<std::vector<Planned>> plan(const ReadyScenario& ready, const RunArguments& arguments) {
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

void print_event(const trace::Event& event) { say("    " + trace::to_text(event)); }

}  // namespace

int run(const RunArguments& arguments) {
  if (scenario_files(arguments.scenarios).empty()) {
    fmt::print(stderr, "modembench: no scenarios (*.yaml) in {}\n", fmt::join(arguments.scenarios, ", "));
    return kUnusable;
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

  client_under_test::RunOptions options;
  using client_under_test::On;
  for (const auto on : {On::pty, On::socket, On::proxy}) {
    if (arguments.on == to_string(on)) options.on = on;
  }
  options.stage = !arguments.no_stage;
  if (arguments.verbose) options.listener = print_event;
  Verdicts verdicts(stdout);
  for (const auto& planned : all) {
    verdicts.begin(*planned.scenario, planned.use.as);
    const auto result = client_under_test::run(*planned.scenario, planned.use, planned.client, options);
    verdicts.end(result, planned.must_fail, scenario::known_issue(*planned.scenario, planned.use));
    if (result.interrupted_by != 0) return 128 + result.interrupted_by;
  }
  verdicts.sum();
  return verdicts.any_failed() ? kSomeFailed : kAllPassed;
}

}  // namespace modembench::command
