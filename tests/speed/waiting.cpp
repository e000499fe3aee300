// Measures, never asserts: what waiting costs. How much of the modem's time the whole library takes in a second of
// ours, in-process and with real clients; and the same scenarios by the machine's clock and by the virtual one, in one
// run. A figure is of one run, but those by the virtual clock that take moments, which are medians.
//
// Usage: speed_waiting MODEMBENCH SCENARIOS

#include <exception>

#include <fmt/format.h>

#include "tests/speed/runs.hpp"

namespace {

using namespace modembench::speed;

constexpr int kTurns = 5;          // of those that take moments
constexpr double kAMoment = 10.0;  // seconds

void print_library(const char* how, const Suite& suite) {
  fmt::print("library   {:<28} {:6.1f} s of the modem's time in {:6.2f} s   {:6.0f} times   {}{}\n", how,
             suite.modem_seconds, suite.seconds, suite.modem_seconds / suite.seconds, suite.sum, suite.fault);
}

class Waiting {
 public:
  explicit Waiting(std::string modembench) : modembench_(std::move(modembench)) {}

  /// The whole library. By the machine's clock it would take as long as its modems' time is: by_both says that of
  /// parts.
  void library(const std::string& scenarios) const {
    print_library("in-process, proofs too", run({"--on", "in-process", "--prove", scenarios}));
    print_library("real clients, 2 jobs", run({"--jobs", "2", scenarios}));
  }

  void by_both(const std::string& what, const Words& words) const {
    const auto machine = run(joined({"--clock", "machine"}, words));
    const auto jumping = run(joined({"--clock", "virtual"}, words));
    std::vector<double> took{jumping.seconds};
    while (took.front() < kAMoment && took.size() < kTurns) {
      took.push_back(run(joined({"--clock", "virtual"}, words)).seconds);
    }
    fmt::print("waiting   {:<28} machine's clock {:6.2f} s{}   virtual {:6.2f} s{}   {:6.1f} times\n", what,
               machine.seconds, machine.fault, median(took), jumping.fault, machine.seconds / median(took));
  }

  void silent_port() const {
    by_both("qmicli on a silent port",
            {work_.file("silent.yaml",
                        "about: Nothing is answered.\nmodem: mc8355\n"
                        "when: [{on: CTL Allocate CID, do: {drop: true}}]\n"
                        "client: {run: command, with: {command: \"! qmicli -d {qmi} --dms-noop\"}}\n"
                        "expect: [{client: exits, status: success}]\n")});
  }

 private:
  [[nodiscard]] Suite run(const Words& words) const { return work_.suite(modembench_, words); }

  std::string modembench_;
  Work work_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: speed_waiting MODEMBENCH SCENARIOS\n");
    return 2;
  }
  setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string scenarios = argv[2];
  try {
    const Waiting waiting(argv[1]);
    waiting.library(scenarios);
    waiting.by_both("ci/demo's scenarios", {scenarios + "/healthy", scenarios + "/report"});
    waiting.by_both("the SIM's scenarios, 2 jobs", {"--jobs", "2", scenarios + "/sim"});
    waiting.by_both("ModemManager connects", {scenarios + "/modemmanager/connect.yaml"});
    waiting.silent_port();
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_waiting: {}\n", error.what());
    return 1;
  }
}
