#include "client_under_test/run_in_process.hpp"

#include <fmt/format.h>

#include "client_under_test/placeholders.hpp"
#include "client_under_test/reference/virtual_run.hpp"
#include "client_under_test/reference/words.hpp"
#include "client_under_test/start_command.hpp"

namespace modembench::client_under_test {
namespace {

/// What would be the program's arguments: ports go by their names.
tl::expected<reference::Wanted, std::string> wanted_of(const bench::Scenario& scenario, const Client& client,
                                                       const bench::ClientUse& use) {
  Whereabouts whereabouts{};
  for (const auto port : scenario.profile.identity.usb.shape.ports()) whereabouts.ports[port] = to_string(port);
  const auto values = placeholder_values(client, use, whereabouts);
  std::vector<std::string> words;
  for (std::size_t i = 2; i < client.command.size(); ++i) {
    auto filled = fill_placeholders(client.command[i], values);
    if (!filled) return tl::unexpected(fmt::format("client {}: {}", client.name, filled.error()));
    words.push_back(std::move(*filled));
  }
  return reference::read_words(words);
}

void end_with(RunResult& result, bench::Verdict verdict, std::string why) {
  result.judgement.verdict = verdict;
  result.why = std::move(why);
}

}  // namespace

bool runs_in_process(const Client& client) {
  return client.command.size() > 2 && client.command[0] == "{modembench}" && client.command[1] == "client";
}

RunResult run_in_process(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
                         const RunOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  RunResult result;
  result.scenario = scenario.file;
  result.client = use.as;
  result.place = "a simulated clock, in-process";
  result.clock = trace::Clock::simulated;
  if (!runs_in_process(client)) {
    end_with(result, bench::Verdict::skipped,
             fmt::format("{} is a program with a clock of its own; in-process are reference and naive", use.as));
    return result;
  }
  if (bench::needs_kernel(scenario)) {
    end_with(result, bench::Verdict::skipped, "this is about what a kernel says, and in-process there is none");
    return result;
  }
  if (bench::needs_traffic(scenario)) {
    end_with(result, bench::Verdict::skipped,
             "this is about what passes over a network interface, and in-process there is none");
    return result;
  }
  const auto who = wanted_of(scenario, client, use);
  if (!who) {
    end_with(result, bench::Verdict::error, who.error());
    return result;
  }
  if (options.listener) result.trace.listen(options.listener);
  reference::VirtualRun run(
      scenario, &use, [&] { return reference::make_client(*who); }, result.trace);
  run.to_the_end();
  result.judgement = run.judge();
  result.trace.listen({});
  result.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  return result;
}

}  // namespace modembench::client_under_test
