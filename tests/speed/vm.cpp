// Measures, never asserts: runs in a guest with a kernel of its own (--on vm), which is booted before. The scenarios of
// the report with each of their clients, from the snapshot to the verdict: on dummy_hcd by the machine's clock, then as
// they are run, on vhci_hcd by the clock that counts instructions; and the whole library, two side by side. Where there
// is no guest, it says why, and measures nothing. The first is of one run, the second a median, the library of one run.
//
// Usage: speed_vm MODEMBENCH SCENARIOS

#include <stdexcept>

#include <fmt/format.h>

#include "tests/speed/runs.hpp"

namespace {

using namespace modembench::speed;
using modembench::report::Record;

constexpr int kTurns = 5;

class Vm {
 public:
  explicit Vm(std::string modembench) : modembench_(std::move(modembench)) {}

  /// A guest is booted and kept, so that what follows is without that. Says why where there can be none.
  [[nodiscard]] bool boots(const std::string& clock) const {
    constexpr int kUnusable = 2;
    const Words words{modembench_, "guest", "--clock", clock, "--", "true"};
    const auto ended = work_.run(words);
    if (ended.status == kUnusable) {
      fmt::print("vm   LEFT OUT, there is no guest: {}\n", ended.last_line);
      return false;
    }
    if (ended.status != 0) throw std::runtime_error(fmt::format("{}: {}", fmt::join(words, " "), ended.last_line));
    return true;
  }

  void report_scenarios(const std::string& folder) const {
    const auto before = each_run({"--clock", "machine", "--vm-on", "gadget", folder});
    std::vector<std::vector<Record>> turns;
    while (turns.size() < kTurns) turns.push_back(each_run({folder}));
    double sum_before = 0;
    double sum = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      std::vector<double> took;
      for (const auto& turn : turns) took.push_back(turn.at(i).seconds);
      const auto after = median(took);
      print(before[i].client, before[i].seconds, after, verdict(before[i]) + verdict(turns[0].at(i)));
      sum_before += before[i].seconds;
      sum += after;
    }
    print("all of them", sum_before, sum, "");
  }

  void library(const std::string& scenarios) const {
    const auto suite = work_.suite(modembench_, {"--on", "vm", "--jobs", "2", scenarios});
    fmt::print("vm   the library, 2 jobs          {:.1f} s of the modem's time in {:.1f} s   {:.1f} times   {}{}\n",
               suite.modem_seconds, suite.seconds, suite.modem_seconds / suite.seconds, suite.sum, suite.fault);
  }

 private:
  [[nodiscard]] std::vector<Record> each_run(const Words& words) const {
    return work_.each_run(modembench_, joined({"--on", "vm"}, words));
  }
  static std::string verdict(const Record& run) {
    using modembench::report::Outcome;
    return run.outcome == Outcome::passed ? "" : fmt::format("   {} on {}", to_string(run.outcome), run.place);
  }
  static void print(const std::string& what, double before, double after, const std::string& faults) {
    fmt::print(
        "vm   {:<28} dummy_hcd, machine's clock {:6.2f} s   vhci_hcd, counted clock {:6.2f} s   {:4.1f} times{}\n",
        what, before, after, before / after, faults);
  }

  std::string modembench_;
  Work work_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: speed_vm MODEMBENCH SCENARIOS\n");
    return 2;
  }
  setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string scenarios = argv[2];
  try {
    const Vm vm(argv[1]);
    if (!vm.boots("virtual") || !vm.boots("machine")) return 0;
    vm.report_scenarios(scenarios + "/report");
    vm.library(scenarios);
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_vm: {}\n", error.what());
    return 1;
  }
}
