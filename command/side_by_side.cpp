#include "command/side_by_side.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <numeric>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/process_fork.hpp"
#include "files/descriptor.hpp"
#include "report/results.hpp"

namespace modembench::command {
namespace {

using client_under_test::fork_to;
using files::Descriptor;

struct Job {
  std::size_t run = 0;  ///< its place in the plan
  pid_t process = -1;
  Descriptor from;
  std::string said{};
};

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return fmt::format("killed by signal {}", WTERMSIG(status));
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

class SideBySide {
 public:
  SideBySide(const std::vector<Planned>& plan, const SuiteOptions& options, const SuiteHooks& hooks)
      : plan_(plan), options_(options), hooks_(hooks), records_(plan.size()), order_(plan.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    if (options.expected.size() == plan.size()) {
      // The longest first: started last, one would be waited for alone.
      std::stable_sort(order_.begin(), order_.end(),
                       [&](std::size_t a, std::size_t b) { return options.expected[a] > options.expected[b]; });
    }
  }
  SideBySide(const SideBySide&) = delete;
  SideBySide& operator=(const SideBySide&) = delete;
  /// Only where something was thrown is any of them left: a hook's output has failed.
  ~SideBySide() {
    for (auto& job : jobs_) {
      job.from.reset();  // nobody listens: who writes shall not wait
      kill(job.process, SIGTERM);
    }
    for (const auto& job : jobs_) client_under_test::wait_for(job.process);
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
    std::fflush(stdout);
    client_under_test::Pipe pipe;
    if (!client_under_test::make_pipe(pipe)) {
      fail(run, fmt::format("can't start a process for this run: {}", files::error_text(errno)));
      return;
    }
    const pid_t parent = getpid();
    const pid_t process = fork_to([&] { return live(run, pipe.write.get(), parent); });
    if (process < 0) {
      fail(run, fmt::format("can't start a process for this run: {}", files::error_text(errno)));
      return;
    }
    jobs_.push_back({run, process, std::move(pipe.read)});
  }

  int live(std::size_t run, int to, pid_t parent) const {
    std::signal(SIGPIPE, SIG_IGN);
    // A run that is told to end cleans up after itself, also where the suite was killed.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) return 1;
    auto options = options_;
    options.run.listener = {};
    client_under_test::write_text(to, report::to_json(run_planned(plan_[run], options), report::WithTranscript::yes));
    return 0;
  }

  void wait() {
    std::vector<pollfd> events{{.fd = signals_.fd(), .events = POLLIN, .revents = 0}};
    for (const auto& job : jobs_) events.push_back({.fd = job.from.get(), .events = POLLIN, .revents = 0});
    if (poll(events.data(), events.size(), -1) < 0) return;
    if (events.front().revents != 0) interrupt(signals_.take());
    for (std::size_t i = jobs_.size(); i-- > 0;) {
      if (events[i + 1].revents != 0) listen_to(i);
    }
  }

  void interrupt(int signal) {
    if (signal == 0) return;
    interrupted_by_ = signal;
    for (const auto& job : jobs_) kill(job.process, signal);
  }

  void listen_to(std::size_t index) {
    auto& job = jobs_[index];
    std::array<char, 65536> buffer;
    const auto got = read(job.from.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return;
    if (got > 0) {
      job.said.append(buffer.data(), static_cast<std::size_t>(got));
      return;
    }
    const int status = client_under_test::wait_for(job.process);
    const auto done = std::move(job);
    jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(index));
    auto record = report::record_from_json(done.said);
    if (record) {
      finish(done.run, std::move(*record));
    } else {
      fail(done.run, fmt::format("the process of this run ended before its verdict: {}", how_it_ended(status)));
    }
  }

  void fail(std::size_t run, std::string why) {
    client_under_test::RunResult result;
    result.scenario = title(*plan_[run].scenario);
    result.client = plan_[run].use.as;
    result.judgement.verdict = scenario::Verdict::error;
    result.why = std::move(why);
    finish(run, report::make_record(result, {plan_[run].must_fail, {}}));
  }

  void finish(std::size_t run, report::Record record) {
    records_[run] = std::move(record);
    while (told_ < plan_.size() && records_[told_]) tell(told_);
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
  std::vector<Job> jobs_;
  int interrupted_by_ = 0;
};

}  // namespace

SuiteResult run_side_by_side(const std::vector<Planned>& plan, const SuiteOptions& options, const SuiteHooks& hooks) {
  return SideBySide(plan, options, hooks).to_the_end();
}

}  // namespace modembench::command
