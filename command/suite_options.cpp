#include "command/suite_options.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <thread>

#include <fmt/format.h>

#include "command/output.hpp"
#include "command/scenario_files.hpp"
#include "emulator/trace/printable.hpp"
#include "files/whole_file.hpp"
#include "report/shard.hpp"

namespace modembench::command {
namespace {

void print_event(const trace::Event& event) { say("    " + trace::to_text(event)); }

/// What each run of the plan will take. One that isn't known is taken for one like the others.
tl::expected<std::vector<double>, std::string> expected_seconds(const std::string& file,
                                                                const std::vector<Planned>& plan) {
  const auto text = files::read_given(file, kMaxResultsFile);
  if (!text) return tl::unexpected(fmt::format("--timings {}", text.error()));
  const auto timings = report::read_timings(*text);
  if (!timings) return tl::unexpected(fmt::format("--timings {}: {}", file, timings.error()));
  double sum = 0;
  for (const auto& [run, seconds] : *timings) sum += seconds;
  const double usual = timings->empty() ? 0 : sum / static_cast<double>(timings->size());
  std::vector<double> expected;
  for (const auto& planned : plan) {
    const auto known = timings->find({trace::printable(title(*planned.scenario)), trace::printable(planned.use.as)});
    expected.push_back(known == timings->end() ? usual : known->second);
  }
  return expected;
}

/// Takes out what is for other shards.
void keep_share(std::vector<Planned>& plan, std::vector<double>& expected, const report::Shard& shard) {
  auto seconds = expected;
  seconds.resize(plan.size(), 0.0);
  std::vector<Planned> kept;
  std::vector<double> kept_seconds;
  for (const auto run : report::share_of(seconds, shard)) {
    kept.push_back(std::move(plan[run]));
    kept_seconds.push_back(seconds[run]);
  }
  plan = std::move(kept);
  if (!expected.empty()) expected = std::move(kept_seconds);
}

}  // namespace

tl::expected<std::size_t, std::string> read_jobs(const std::string& text) {
  if (text == "auto") return std::max(1U, std::thread::hardware_concurrency());
  std::size_t jobs = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, wrong] = std::from_chars(text.data(), end, jobs);
  if (wrong != std::errc{} || rest != end || jobs < 1 || jobs > kMaxJobs) {
    return tl::unexpected(fmt::format("--jobs {}: a whole number from 1 to {}, or auto, is wanted", text, kMaxJobs));
  }
  return jobs;
}

tl::expected<SuiteOptions, std::string> suite_options(const RunArguments& arguments, std::vector<Planned>& plan) {
  SuiteOptions options;
  // In a guest it is plugged in as that one's own command line says.
  if (const auto* on = client_under_test::find_attachment_kind(arguments.on)) options.run.on = on;
  options.run.usb = arguments.usb;
  options.run.stage = !arguments.no_stage;
  options.run.counted = arguments.counted_clock;
  options.run.confined = arguments.confined;
  options.verbose = arguments.verbose;
  const auto jobs = read_jobs(arguments.jobs);
  if (!jobs) return tl::unexpected(jobs.error());
  options.jobs = *jobs;
  if (options.verbose && options.jobs == 1) options.run.listener = print_event;
  options.run.jumps_early = arguments.early_jumps;
  options.run.virtual_clock = arguments.clock == "virtual";
  if (!arguments.timings.empty()) {
    auto expected = expected_seconds(arguments.timings, plan);
    if (!expected) return tl::unexpected(expected.error());
    options.expected = std::move(*expected);
  }
  if (!arguments.shard.empty()) {
    const auto shard =
        report::read_shard(arguments.shard, [](const char* name) -> const char* { return std::getenv(name); });
    if (!shard) return tl::unexpected(shard.error());
    options.shard = *shard;
    keep_share(plan, options.expected, options.shard);
  }
  return options;
}

}  // namespace modembench::command
