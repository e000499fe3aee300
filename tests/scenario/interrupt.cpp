// Runs a command again and again and sends it SIGINT, SIGTERM or SIGHUP at a moment between its start and its end:
// drawn, by a seed. Each time it has to end by that signal, or to have ended with status 0 before. Usage: interrupt
// MOMENTS SEED PLACE COMMAND…; PLACE is where the command's runs have their folders.

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

// How the signal is sent.
enum class Way {
  to_it,    // as kill does
  to_all,   // as a terminal does on Ctrl-C
  stopped,  // while it is stopped: what it was about is interrupted, and whether it had ended before is known exactly
};

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

struct Tally {
  unsigned heard = 0;
  unsigned ended_before = 0;
  unsigned left = 0;  ///< it had to leave something to the next run
  microseconds slowest{0};
};

pid_t start(char** command, const std::string& output) {
  const pid_t child = fork();
  if (child != 0) return child;
  setpgid(0, 0);
  // What this was started to ignore, it would ignore, too.
  for (const int signal : kSignals) std::signal(signal, SIG_DFL);
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  execv(command[0], command);
  _exit(127);
}

[[noreturn]] void fail(const std::string& what, const std::string& output) {
  std::ifstream said(output);
  fmt::print(stderr, "FAILED: {}\n{}\n", what, std::string(std::istreambuf_iterator<char>(said), {}));
  std::exit(1);
}

bool has_nothing(const std::filesystem::path& place) {
  std::error_code error;
  return !std::filesystem::exists(place, error) || std::filesystem::is_empty(place, error);
}

microseconds since(Clock::time_point began) { return std::chrono::duration_cast<microseconds>(Clock::now() - began); }

/// Whether it was stopped; else it had ended.
bool stop(pid_t child, int& status) {
  kill(child, SIGSTOP);
  waitpid(child, &status, WUNTRACED);
  return WIFSTOPPED(status);
}

std::string in_words(int status) {
  return WIFSIGNALED(status) ? fmt::format("by signal {}", WTERMSIG(status))
                             : fmt::format("with status {}", WEXITSTATUS(status));
}

void one_moment(char** command, const std::string& output, microseconds moment, int signal, Way way, Tally& tally) {
  const pid_t child = start(command, output);
  setpgid(child, child);
  std::this_thread::sleep_for(moment);
  int status = 0;
  const bool had_ended = way == Way::stopped && !stop(child, status);
  const auto told = Clock::now();
  if (!had_ended) {
    kill(way == Way::to_all ? -child : child, signal);
    if (way == Way::stopped) kill(child, SIGCONT);
    waitpid(child, &status, 0);
  }
  const bool heard = WIFSIGNALED(status) ? WTERMSIG(status) == signal : WEXITSTATUS(status) == 128 + signal;
  if (heard && !had_ended) {
    ++tally.heard;
    tally.slowest = std::max(tally.slowest, since(told));
    return;
  }
  const bool by_itself = had_ended || way != Way::stopped;
  if (!by_itself || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fail(fmt::format("signal {} {}after {} us: it ended {}", signal, way == Way::to_all ? "to its group " : "",
                     moment.count(), in_words(status)),
         output);
  }
  ++tally.ended_before;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const int moments = std::atoi(argv[1]);
  std::mt19937 random(static_cast<unsigned>(std::atoi(argv[2])));
  const std::filesystem::path place = argv[3];
  char** command = argv + 4;
  const auto output = (place.parent_path() / "interrupted").string();

  const auto began = Clock::now();
  int status = 0;
  waitpid(start(command, output), &status, 0);
  const auto whole = since(began);
  if (status != 0) fail("not interrupted, it ends " + in_words(status), output);

  constexpr std::array<Way, 3> kWays = {Way::to_it, Way::to_all, Way::stopped};
  Tally tally;
  for (int i = 0; i < moments; ++i) {
    const microseconds moment(random() % static_cast<unsigned long>(whole.count()));
    const int signal = kSignals[random() % kSignals.size()];
    one_moment(command, output, moment, signal, kWays[random() % kWays.size()], tally);
    if (!has_nothing(place)) ++tally.left;
  }
  fmt::print("{} moments of {} ms: heard {}, had ended before {}; the slowest after {} ms; {} left something\n",
             moments, whole.count() / 1000, tally.heard, tally.ended_before, tally.slowest.count() / 1000, tally.left);
  return 0;
}
