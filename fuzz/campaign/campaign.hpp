#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/run.hpp"
#include "fuzz/campaign/observation.hpp"
#include "fuzz/campaign/scene.hpp"

namespace modembench::fuzz {

/// One cause, and the smallest try that shows it.
struct Finding {
  std::string kind;
  std::string cause;
  std::string file;        ///< the scenario that shows it
  std::size_t shown = 0;   ///< by so many tries
  bool repeatable = true;  ///< it came again when it was tried again
};

struct Progress {
  std::size_t runs = 0;        ///< tries, those that made a finding smaller not among them
  std::size_t unusable = 0;    ///< of these, such as told nothing
  std::size_t behaviours = 0;  ///< traits seen so far
  std::size_t corpus = 0;
  std::size_t findings = 0;
  std::chrono::duration<double> took{0};
};

struct Campaign {
  Scene scene;
  Oracles oracles;
  std::uint64_t seed = 1;
  std::optional<std::size_t> runs;              ///< so many tries
  std::optional<std::chrono::seconds> seconds;  ///< for so long; with neither of the two, until a signal
  std::size_t jobs = 1;
  std::chrono::milliseconds longest = std::chrono::hours(1);  ///< a try that takes longer hangs in the bench's own part
  std::string folder;  ///< `corpus/` and `findings/` are kept in it; what is there already is gone on with
  /// Runs a scenario's text, as if it stood in a file of that path.
  std::function<client_under_test::RunResult(const std::string& text, const std::string& file)> run;
  std::function<void(const Progress&)> progress;  ///< called after each batch
  std::function<void(const Finding&)> found;      ///< called when a finding has its file
};

struct CampaignResult {
  Progress progress;
  std::vector<std::string> usual;  ///< complaints that the healthy exchange has already: none of them is a finding
  std::vector<Finding> findings;
  std::string why_unusable;  ///< of the first try that told nothing
  std::string digest;        ///< of every try, what was sent and seen in it: the same for the same seed and corpus
  int interrupted_by = 0;
};

/// Runs it. In words what keeps it from running: the healthy exchange can't be had, a client has something to complain
/// of without any fault, the folder can't be written.
[[nodiscard]] tl::expected<CampaignResult, std::string> run_campaign(const Campaign& campaign);

}  // namespace modembench::fuzz
