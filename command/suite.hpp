#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client_under_test/run.hpp"
#include "report/results.hpp"

namespace modembench::command {

/// A client to be run against a scenario.
struct Planned {
  const bench::Scenario* scenario = nullptr;
  bench::ClientUse use;
  client_under_test::Client client;
  bool must_fail = false;
  std::string capture{};     ///< the file that its exchange is written to; empty: none
  std::string kernel_log{};  ///< the file that the log of its guest's kernel is written to; empty: none
  std::size_t number = 0;    ///< its number, from 0, among the runs of its file when all of these are run
};

/// The name of a scenario in verdicts and reports: its file, and the variant of its matrix.
[[nodiscard]] std::string title(const bench::Scenario& scenario);

struct Guest;

/// How the runs of a suite are done.
struct SuiteOptions {
  client_under_test::RunOptions run;
  std::size_t jobs = 1;                  ///< how many runs go side by side
  std::shared_ptr<const Guest> guest{};  ///< the guest if each run is one in a VM; null: none is
  bool verbose = false;   ///< the exchange of each run is printed: as it happens, or of several jobs below it
  report::Shard shard{};  ///< the part of the suite that the plan is
  std::vector<double>
      expected{};  ///< the seconds that each run will take, so that the longest start first; may be empty
};

/// Functions that are called as runs begin and end, both in the order of the plan.
struct SuiteHooks {
  std::function<void(const Planned&)> begins;
  std::function<void(const Planned&, const report::Record&)> ends;
};

/// What became of a suite.
struct SuiteResult {
  std::vector<report::Record> records;  ///< in the order of the plan; fewer if the suite was interrupted
  int interrupted_by = 0;               ///< the signal that ended it early
};

/// Runs the plan, each run in a process of its own, so many at a time. A run that crashes, is out of memory or hangs is
/// an error, and the others go on. Whatever ends this process ends the runs too, and each cleans up after itself. If an
/// end signal comes, which stays pending, those that haven't ended in a short time are killed and cleaned up after.
[[nodiscard]] SuiteResult run_suite(const std::vector<Planned>& plan, const SuiteOptions& options,
                                    const SuiteHooks& hooks);

}  // namespace modembench::command
