#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "report/record.hpp"

/// Commands that are run to their end and measured from outside, as a person waits for them.
namespace modembench::speed {

using Words = std::vector<std::string>;

/// What a command came to.
struct Ended {
  double seconds = 0;     ///< from its start to its end, on the machine's clock
  int status = 0;         ///< its exit status; 128 and a signal's number
  std::string last_line;  ///< of what it printed
};

/// What a suite of scenarios came to.
struct Suite {
  double seconds = 0;        ///< as Ended has it
  double modem_seconds = 0;  ///< of all runs together; 0 by the machine's clock, where it isn't told
  std::string sum;           ///< "12 passed, 0 failed"
  std::string fault;         ///< what stands behind a figure where a scenario failed, else nothing
};

/// A folder for what measuring needs and leaves; gone with this.
class Work {
 public:
  Work();
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  ~Work();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// A file in there with that text; its path.
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const;

  /// A command, run to its end.
  [[nodiscard]] Ended run(const Words& words) const;
  /// The same, if it ends with 0 or 1: a scenario or a client that fails takes its time, too. Throws what it said of
  /// any other end.
  [[nodiscard]] Ended measure(const Words& words) const;
  /// `modembench run` with these words.
  [[nodiscard]] Suite suite(const std::string& modembench, const Words& words) const;
  /// The same, each run by itself. Writing them down takes time of its own, which is in no run's.
  [[nodiscard]] std::vector<report::Record> each_run(const std::string& modembench, const Words& words) const;

 private:
  std::filesystem::path folder_;
};

[[nodiscard]] double median(std::vector<double> all);

/// `first`, and what stands in `more` behind it.
[[nodiscard]] Words joined(Words first, const Words& more);

}  // namespace modembench::speed
