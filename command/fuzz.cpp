#include "bench/language/load.hpp"
#include "bench/language/named_file.hpp"
#include "fuzz/campaign/campaign.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/language/yaml_text.hpp"
#include "bench/plan/duration.hpp"
#include "client_under_test/client.hpp"
#include "client_under_test/end_signals.hpp"
#include "command/commands.hpp"
#include "command/ends_in_time.hpp"
#include "command/output.hpp"
#include "command/scenario_files.hpp"
#include "command/suite_options.hpp"
#include "command/terminal.hpp"

namespace modembench::command {
namespace {

using client_under_test::RunOptions;
using client_under_test::RunResult;
template <class T>
using Result = tl::expected<T, std::string>;

std::string in_words(const bench::Mistakes& mistakes) {
  std::string text;
  for (const auto& mistake : mistakes) text += (text.empty() ? "" : "\n") + mistake.to_string();
  return text;
}

/// The user's own command as a client of a scenario: its words are a shell's, as they are.
std::string own_client(const std::vector<std::string>& words) {
  std::string command;
  for (const auto& word : words) {
    command += command.empty() ? "'" : " '";
    for (const char c : word) command += c == '\'' ? std::string("'\\''") : std::string(1, c);
    command += "'";
  }
  return fmt::format("{{run: command, with: {{command: {}}}}}", bench::yaml_scalar(command));
}

Result<fuzz::Scene> scene_of(const FuzzArguments& arguments) {
  fuzz::Scene scene;
  if (!arguments.scenario.empty()) {
    const auto text = read_given_yaml(arguments.scenario);
    if (!text) return tl::unexpected(text.error());
    auto read = fuzz::read_scene(*text, arguments.scenario, {read_named_yaml, {}});
    if (!read) return tl::unexpected(in_words(read.error()));
    scene = std::move(*read);
  }
  if (!arguments.own.empty()) scene.client = own_client(arguments.own);
  if (!arguments.client.empty()) {
    const std::string& client = arguments.client;
    scene.client = bench::yaml_scalar(
        bench::is_path(client) ? std::filesystem::absolute(client).lexically_normal().string() : client);
  }
  if (scene.client.empty()) {
    return tl::unexpected(std::string("no client: --client NAME, a scenario that has one, or a command after \"--\""));
  }
  scene.deadline = arguments.deadline;
  return scene;
}

/// A scenario's text and its one client, ready to be run.
Result<Planned> planned_from(const std::string& text, const std::string& file, bench::Scenario& scenario) {
  auto loaded = bench::load_scenarios(text, file, {read_named_yaml, {}});
  if (!loaded) return tl::unexpected(in_words(loaded.error()));
  scenario = std::move(loaded->front());
  const auto& use = scenario.clients.front();
  auto client = client_under_test::find_client(use, file);
  if (!client) return tl::unexpected(in_words(client.error()));
  return Planned{&scenario, use, std::move(*client)};
}

RunResult run_text(const std::string& text, const std::string& file, const RunOptions& options) {
  bench::Scenario scenario;
  const auto planned = planned_from(text, file, scenario);
  if (planned) return client_under_test::run(*planned->scenario, planned->use, planned->client, options);
  RunResult result;
  result.judgement.verdict = bench::Verdict::error;
  result.why = planned.error();
  return result;
}

/// One line that is written over again and again, where a person watches.
class ProgressLine {
 public:
  void show(const fuzz::Progress& progress) {
    if (!shown_) return;
    const double seconds = std::max(progress.took.count(), 0.001);
    fmt::print(stderr, "\r\x1b[K{} runs  {:.1f}/s  {} behaviours  {} findings", progress.runs,
               static_cast<double>(progress.runs) / seconds, progress.behaviours, progress.findings);
    std::fflush(stderr);
  }
  void clear() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
  }

 private:
  bool shown_ = isatty(STDERR_FILENO) == 1;
};

void print_sum(const fuzz::CampaignResult& result) {
  const auto& progress = result.progress;
  for (const auto& usual : result.usual) say(fmt::format("without anything odd, too: {}", usual));
  for (const auto& finding : result.findings) {
    say(fmt::format("  {:<5}x {}: {}{}", finding.shown, finding.kind, finding.cause,
                    finding.repeatable ? "" : "  (not seen again)"));
    say(fmt::format("         {}", finding.file));
  }
  if (progress.unusable > 0) {
    print("{} of {} runs told nothing; the first: {}\n", progress.unusable, progress.runs, Lines{result.why_unusable});
  }
  const double seconds = std::max(progress.took.count(), 0.001);
  say(fmt::format("{} runs ({:.1f}/s), {} behaviours, {} tries kept, {} findings; digest {}", progress.runs,
                  static_cast<double>(progress.runs) / seconds, progress.behaviours, progress.corpus,
                  result.findings.size(), result.digest));
}

Result<fuzz::Campaign> campaign_of(const FuzzArguments& arguments) {
  fuzz::Campaign campaign;
  auto scene = scene_of(arguments);
  if (!scene) return tl::unexpected(scene.error());
  campaign.scene = std::move(*scene);
  campaign.seed = arguments.seed;
  campaign.runs = arguments.runs;
  campaign.folder = arguments.folder;
  campaign.oracles.leaks_on_failure = arguments.leaks_on_failure;
  if (!arguments.time.empty()) {
    const auto time = bench::parse_duration(arguments.time);
    if (!time) return tl::unexpected(fmt::format("--time {}: {}", arguments.time, time.error()));
    campaign.seconds = std::chrono::duration_cast<std::chrono::seconds>(*time);
  }
  const auto jobs = read_jobs(arguments.jobs);
  if (!jobs) return tl::unexpected(jobs.error());
  campaign.jobs = *jobs;
  const auto file = campaign.folder + "/findings/try.yaml";
  bench::Scenario scenario;
  const auto healthy =
      planned_from(fuzz::to_yaml(campaign.scene, {}, "Nothing goes wrong.", {"client: exits"}), file, scenario);
  if (!healthy) return tl::unexpected(healthy.error());
  campaign.oracles.claims = healthy->client.claims;
  // Beside the client's own time, some for what comes before and after it on a busy machine.
  campaign.longest = std::chrono::ceil<std::chrono::milliseconds>(scenario.deadline) + std::chrono::minutes(1);
  return campaign;
}

}  // namespace

// What was found by then is made known; tries are ended long before.
constexpr std::chrono::seconds kTimeToKeep{5};

int fuzz(const FuzzArguments& arguments) {
  client_under_test::EndSignals signals;
  const EndsInTime ends_in_time(signals, kTimeToKeep);
  auto campaign = campaign_of(arguments);
  if (!campaign) return unusable(campaign.error(), signals);
  RunOptions options;
  options.on = client_under_test::find_attachment_kind(arguments.on);
  options.stage = !arguments.no_stage;
  // A try is about what is said, not when: nothing else is told apart by time than a client that never ends.
  options.timed = false;
  options.virtual_clock = arguments.clock == "virtual";
  campaign->run = [&](const std::string& text, const std::string& file) { return run_text(text, file, options); };
  ProgressLine line;
  campaign->progress = [&](const fuzz::Progress& progress) { line.show(progress); };
  campaign->found = [&](const fuzz::Finding& finding) {
    line.clear();
    say(fmt::format("found: {}: {}", finding.kind, finding.cause));
  };
  const auto result = fuzz::run_campaign(*campaign);
  line.clear();
  if (!result) return unusable(result.error(), signals);
  print_sum(*result);
  if (const int signal = signals.take(); signal != 0) return 128 + signal;
  return result->findings.empty() ? kAllPassed : kSomeFailed;
}

}  // namespace modembench::command
