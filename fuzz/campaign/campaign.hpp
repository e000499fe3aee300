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

/// A cause of complaints, and the smallest try that shows it.
struct Finding {
  std::string kind;
  std::string cause;
  std::string file;        ///< the scenario that shows it
  std::size_t shown = 0;   ///< how many tries have shown it
  bool repeatable = true;  ///< it came again when it was tried again
};

/// How far a campaign has come.
struct Progress {
  std::size_t runs = 0;        ///< tries, without those that made a finding smaller
  std::size_t unusable = 0;    ///< those of them that told nothing
  std::size_t behaviours = 0;  ///< traits seen so far
  std::size_t corpus = 0;
  std::size_t findings = 0;
  std::chrono::duration<double> took{0};
};

/// What a campaign is to do.
struct Campaign {
  Scene scene;
  Oracles oracles;
  std::uint64_t seed = 1;
  std::optional<std::size_t> runs;              ///< how many tries are made
  std::optional<std::chrono::seconds> seconds;  ///< how long it goes on; without both limits, until a signal
  std::size_t jobs = 1;
  std::chrono::milliseconds longest = std::chrono::hours(1);  ///< a try that takes longer hangs in the bench's own part
  std::string folder;  ///< the folder of `corpus/` and `findings/`; what is there already is gone on with
  /// Runs a scenario's text, as if it stood in a file of that path.
  std::function<client_under_test::RunResult(const std::string& text, const std::string& file)> run;
  std::function<void(const Progress&)> progress;  ///< called after each batch
  std::function<void(const Finding&)> found;      ///< called when a finding has its file
};

/// What became of a campaign.
struct CampaignResult {
  Progress progress;
  std::vector<std::string> usual;  ///< complaints about the healthy exchange; none of them is a finding
  std::vector<Finding> findings;
  std::string why_unusable;  ///< why the first try that told nothing did so
  std::string digest;        ///< what was sent and seen in all tries: the same for the same seed and corpus
  int interrupted_by = 0;
};

/// Runs a campaign; or says in words what keeps it from running: the healthy exchange can't be had, there is a
/// complaint about the client without any fault, the folder can't be written.
[[nodiscard]] tl::expected<CampaignResult, std::string> run_campaign(const Campaign& campaign);

}  // namespace modembench::fuzz
