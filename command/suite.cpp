#include "command/suite.hpp"

#include <algorithm>
#include <csignal>
#include <new>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/process_fork.hpp"
#include "command/planned_run.hpp"
#include "command/run_process.hpp"
#include "files/own_folder.hpp"
#include "report/results.hpp"

namespace modembench::command {
namespace {

using Clock = RunProcess::Clock;
using std::chrono::milliseconds;

// What a run has from the signal on to end its client and to take away what it has made. The suite itself ends a third
// of a second later.
constexpr milliseconds kTimeToEndRuns{600};
// How long we wait without a look at the clock; when we have waited for much longer than that, we were stopped.
constexpr std::chrono::seconds kLongestWait{5};

class Suite {
 public:
  Suite(const std::vector<Planned>& plan, const SuiteOptions& options, const SuiteHooks& hooks)
      : plan_(plan), options_(options), hooks_(hooks), records_(plan.size()), order_(plan.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    if (options.jobs > 1 && options.expected.size() == plan.size()) {
      // The longest first: started last, one would be waited for alone.
      std::stable_sort(order_.begin(), order_.end(),
                       [&](std::size_t a, std::size_t b) { return options.expected[a] > options.expected[b]; });
    }
  }
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;
  /// Only where something was thrown is any of them left: a hook's output has failed.
  ~Suite() {
    try {
      mute_ = true;
      if (interrupted_by_ == 0) interrupt(SIGTERM);
      while (!jobs_.empty()) wait();
    } catch (...) {
      for (const auto& job : jobs_) job.kill();
    }
  }

  SuiteResult to_the_end() {
    announce();
    for (;;) {
      while (interrupted_by_ == 0 && jobs_.size() < options_.jobs && started_ < order_.size())
        start(order_[started_++]);
      if (jobs_.empty()) break;
      wait();
    }
    SuiteResult result;
    result.interrupted_by = interrupted_by_;
    for (std::size_t run = 0; run < plan_.size(); ++run) {
      if (!records_[run]) continue;
      // What an interruption has left a gap before hasn't been told yet.
      if (run >= told_) tell(run);
      result.records.push_back(std::move(*records_[run]));
    }
    return result;
  }

 private:
  void start(std::size_t run) {
    auto process = RunProcess::start(run, [&] { return live(run); });
    if (!process) {
      finish(run, failed(run, fmt::format("can't start a process for this run: {}", process.error())));
      return;
    }
    process->limit = Clock::now() + longest(plan_[run], options_);
    jobs_.push_back(std::move(*process));
  }

  /// In the run's own process.
  std::string live(std::size_t run) {
    jobs_.clear();  // what the others say is for the suite alone to read
    // What is but computed holds nothing: it ends where it stands.
    if (!options_.guest && options_.run.on->simulated) signals_.let_go();
    return report::to_json(record_of(run), report::WithTranscript::yes);
  }

  report::Record record_of(std::size_t run) const {
    try {
      return run_planned(plan_[run], options_);
    } catch (const std::bad_alloc&) {
      return failed(run, "the bench's own part of this run got no more memory");
    } catch (const std::exception& error) {
      return failed(run, fmt::format("the bench's own part of this run failed: {}", error.what()));
    }
  }

  void wait() {
    std::vector<pollfd> events{{.fd = interrupted_by_ == 0 ? signals_.fd() : -1, .events = POLLIN, .revents = 0}};
    for (const auto& job : jobs_) events.push_back({.fd = job.fd(), .events = POLLIN, .revents = 0});
    const auto began = Clock::now();
    const auto time = time_to_wait(began);
    const bool any = poll(events.data(), events.size(), static_cast<int>(time.count())) > 0;
    // Time that was not ours (Ctrl-Z, a machine that sleeps) was not the runs' either.
    if (const auto lost = Clock::now() - began - time; lost > kLongestWait) {
      for (auto& job : jobs_) job.limit += lost;
    }
    if (any && events.front().revents != 0) interrupt(signals_.pending());
    for (std::size_t i = jobs_.size(); i-- > 0;) {
      if (any && events[i + 1].revents != 0 && !jobs_[i].take()) {
        has_ended(i);
      } else if (interrupted_by_ == 0 && is_over(jobs_[i])) {
        end(i);
      }
    }
    if (interrupted_by_ != 0 && Clock::now() >= runs_end_by_) end_rest();
  }

  [[nodiscard]] milliseconds time_to_wait(Clock::time_point now) const {
    auto until = now + kLongestWait;
    for (const auto& job : jobs_) until = std::min(until, interrupted_by_ == 0 ? job.limit : runs_end_by_);
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(until - now));
  }

  [[nodiscard]] static bool is_over(const RunProcess& job) { return Clock::now() >= job.limit; }

  void interrupt(int signal) {
    if (signal == 0) return;
    interrupted_by_ = signal;
    runs_end_by_ = Clock::now() + kTimeToEndRuns;
    for (const auto& job : jobs_) job.tell(signal);
  }

  RunProcess remove(std::size_t index) {
    auto job = std::move(jobs_[index]);
    jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(index));
    return job;
  }

  void has_ended(std::size_t index) {
    const auto job = remove(index);
    const int status = job.wait();
    if (WIFSIGNALED(status)) files::OwnFolder::clear_up_after_killed_runs();
    if (auto record = report::record_from_json(job.said())) return finish(job.run(), std::move(*record));
    finish(job.run(), interrupted_by_ != 0 ? interrupted(job.run())
                                           : failed(job.run(), "the process of this run ended before its verdict: " +
                                                                   client_under_test::how_it_ended(status)));
  }

  /// Ends one whose time is over, and takes away what it would have.
  void end(std::size_t index) {
    const auto job = remove(index);
    job.kill();
    files::OwnFolder::clear_up_after_killed_runs();
    const auto time = longest(plan_[job.run()], options_);
    finish(job.run(),
           failed(job.run(), fmt::format("the bench's own part of this run hung: it hadn't ended after {} s, "
                                         "and was killed",
                                         std::chrono::ceil<std::chrono::seconds>(time).count())));
  }

  /// The same of all that an interruption gives no more time. What they leave is looked for once, when they are dead:
  /// that takes long on a machine with many processes.
  void end_rest() {
    if (jobs_.empty()) return;
    for (const auto& job : jobs_) job.kill();
    files::OwnFolder::clear_up_after_killed_runs();
    for (const auto& job : jobs_) finish(job.run(), interrupted(job.run()));
    jobs_.clear();
  }

  [[nodiscard]] report::Record interrupted(std::size_t run) const {
    auto record = failed(run, fmt::format("ended by signal {}", interrupted_by_));
    record.interrupted_by = interrupted_by_;
    return record;
  }

  [[nodiscard]] report::Record failed(std::size_t run, std::string why) const {
    client_under_test::RunResult result;
    result.scenario = title(*plan_[run].scenario);
    result.client = plan_[run].use.as;
    result.judgement.verdict = bench::Verdict::error;
    result.why = std::move(why);
    return report::make_record(result, {plan_[run].must_fail, {}});
  }

  void finish(std::size_t run, report::Record record) {
    records_[run] = std::move(record);
    while (!mute_ && told_ < plan_.size() && records_[told_]) tell(told_);
  }

  void announce() {
    if (told_ < plan_.size()) hooks_.begins(plan_[told_]);
    announced_ = told_;
  }

  void tell(std::size_t run) {
    if (announced_ != run) hooks_.begins(plan_[run]);
    hooks_.ends(plan_[run], *records_[run]);
    told_ = run + 1;
    if (interrupted_by_ == 0) announce();
  }

  const std::vector<Planned>& plan_;
  const SuiteOptions& options_;
  const SuiteHooks& hooks_;
  client_under_test::EndSignals signals_;
  std::vector<std::optional<report::Record>> records_;
  std::vector<std::size_t> order_;  ///< in which runs are started
  std::size_t started_ = 0;
  std::size_t told_ = 0;  ///< all before it have been told to the hooks
  std::size_t announced_ = 0;
  std::vector<RunProcess> jobs_;
  int interrupted_by_ = 0;
  Clock::time_point runs_end_by_;  ///< where it was interrupted
  bool mute_ = false;              ///< the hooks are not called any more
};

}  // namespace

SuiteResult run_suite(const std::vector<Planned>& plan, const SuiteOptions& options, const SuiteHooks& hooks) {
  return Suite(plan, options, hooks).to_the_end();
}

}  // namespace modembench::command
