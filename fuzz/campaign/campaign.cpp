#include "fuzz/campaign/campaign.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "emulator/trace/fnv.hpp"
#include "fuzz/campaign/generator.hpp"
#include "fuzz/campaign/store.hpp"
#include "fuzz/campaign/workers.hpp"

namespace modembench::fuzz {
namespace {

using Clock = std::chrono::steady_clock;
template <class T>
using Result = tl::expected<T, std::string>;

/// So many tries are drawn from what the ones before them have shown: with fewer, several workers would wait for one
/// another; the number of workers has no part in it, so that it has none in what is drawn either.
constexpr std::size_t kBatch = 32;

/// What is held against a client in every try; what else it does wrong is seen in the trace.
const std::vector<std::string> kExpected = {"client: exits", "balance: clean"};

std::string name_of(const Complaint& complaint) { return complaint.kind + ": " + complaint.cause; }

class Running {
 public:
  Running(const Campaign& campaign, Store store)
      : campaign_(campaign),
        store_(std::move(store)),
        workers_(campaign.jobs, campaign.longest,
                 [this](const std::string& text) {
                   return to_json(observe(campaign_.run(text, file()), campaign_.oracles));
                 }),
        random_(campaign.seed) {}

  Result<CampaignResult> to_the_end() {
    auto steps = healthy_steps();
    if (!steps) return tl::unexpected(steps.error());
    auto corpus = store_.corpus();
    if (!corpus) return tl::unexpected(corpus.error());
    corpus_ = std::move(*corpus);
    result_.progress.corpus = corpus_.size();
    const Generator generator(std::move(*steps));
    while (!enough()) {
      if (auto done = one_batch(generator); !done) return tl::unexpected(done.error());
    }
    result_.interrupted_by = workers_.interrupted_by();
    result_.digest = fmt::format("{:016x}", digest_.value());
    result_.progress.took = Clock::now() - began_;
    return result_;
  }

 private:
  /// Where the texts of tries would stand: what they name is found from there.
  [[nodiscard]] std::string file() const { return store_.folder() + "/findings/try.yaml"; }

  [[nodiscard]] std::string text_of(const Try& what, const std::vector<std::string>& expect = kExpected) const {
    return to_yaml(campaign_.scene, what, fmt::format("A try of a campaign with seed {}.", campaign_.seed), expect);
  }

  [[nodiscard]] bool enough() const {
    if (workers_.interrupted_by() != 0) return true;
    if (campaign_.runs && result_.progress.runs >= *campaign_.runs) return true;
    return campaign_.seconds && Clock::now() - began_ >= *campaign_.seconds;
  }

  Result<std::vector<Step>> healthy_steps() {
    const auto healthy = campaign_.run(text_of({}), file());
    const auto seen = observe(healthy, campaign_.oracles);
    if (healthy.interrupted_by != 0) return tl::unexpected(fmt::format("ended by signal {}", healthy.interrupted_by));
    if (!seen.unusable.empty()) return tl::unexpected(seen.unusable);
    // What it does wrong without being told anything odd is no finding of this kind.
    for (const auto& complaint : seen.complaints) {
      result_.usual.push_back(name_of(complaint));
      usual_.insert(result_.usual.back());
    }
    auto steps = steps_of(healthy.trace);
    if (steps.empty())
      return tl::unexpected(std::string("the client asked the modem nothing: there is nothing to change"));
    traits_.insert(seen.traits.begin(), seen.traits.end());
    digest_.text(seen.fingerprint);
    return steps;
  }

  Result<void> one_batch(const Generator& generator) {
    std::size_t size = kBatch;
    if (campaign_.runs) size = std::min(size, *campaign_.runs - result_.progress.runs);
    std::vector<Try> tries;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < size; ++i) {
      tries.push_back(generator.draw(corpus_, random_));
      texts.push_back(text_of(tries.back()));
    }
    const auto outcomes = workers_.run(texts, [this] { return enough(); });
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto seen = read(outcomes[i]);
      if (seen.interrupted_by != 0) break;
      digest_.text(texts[i]);
      digest_.text(seen.fingerprint);
      if (auto taken = take_in(tries[i], seen); !taken) return taken;
    }
    result_.progress.behaviours = traits_.size();
    result_.progress.took = Clock::now() - began_;
    if (campaign_.progress) campaign_.progress(result_.progress);
    return {};
  }

  [[nodiscard]] Observation read(const Workers::Outcome& outcome) const {
    if (outcome.answer) {
      if (auto seen = observation_from_json(*outcome.answer)) return *seen;
    }
    Observation seen;
    seen.interrupted_by = workers_.interrupted_by();
    if (seen.interrupted_by != 0) return seen;
    // The emulator's own fault, not the client's: no client may bring it down.
    seen.complaints.push_back(
        {"emulator", fmt::format("the bench's own process ended: {}", outcome.died), outcome.died, "client: exits"});
    return seen;
  }

  Result<void> take_in(const Try& what, const Observation& seen) {
    ++result_.progress.runs;
    if (!seen.unusable.empty()) {
      ++result_.progress.unusable;
      if (result_.why_unusable.empty()) result_.why_unusable = seen.unusable;
      return {};
    }
    if (const auto unseen = new_traits(what, seen); !unseen.empty()) {
      traits_.insert(unseen.begin(), unseen.end());
      corpus_.push_back(what);
      result_.progress.corpus = corpus_.size();
      if (auto kept = store_.keep(campaign_.scene, what); !kept) return kept;
    }
    for (const auto& complaint : seen.complaints) {
      if (usual_.contains(name_of(complaint))) continue;
      digest_.text(complaint.cause);
      if (auto taken = take_in(what, seen, complaint); !taken) return taken;
    }
    return {};
  }

  /// Those that no other try had; on a clock that isn't ours, those that come again when it is tried again: what a
  /// client does by chance is nothing to build on.
  std::vector<std::uint64_t> new_traits(const Try& what, const Observation& seen) {
    std::vector<std::uint64_t> unseen;
    for (const auto trait : seen.traits) {
      if (!traits_.contains(trait)) unseen.push_back(trait);
    }
    if (unseen.empty() || seen.exact) return unseen;
    const auto outcomes = workers_.run({text_of(what)}, [this] { return workers_.interrupted_by() != 0; });
    if (outcomes.empty()) return {};
    const auto again = read(outcomes.front()).traits;
    std::erase_if(unseen,
                  [&](std::uint64_t trait) { return std::find(again.begin(), again.end(), trait) == again.end(); });
    return unseen;
  }

  Result<void> take_in(const Try& what, const Observation& seen, const Complaint& complaint) {
    const auto [known, is_new] = by_cause_.try_emplace(name_of(complaint), result_.findings.size());
    if (!is_new) {
      ++result_.findings[known->second].shown;
      return {};
    }
    auto smallest = made_smaller(what, complaint);
    Finding finding{complaint.kind, complaint.cause, store_.path_of(complaint), 1, smallest.has_value()};
    const auto text = text_of_finding(smallest ? smallest->what : what, smallest ? smallest->seen : seen, complaint,
                                      finding.repeatable);
    if (workers_.interrupted_by() != 0 && !smallest) finding.repeatable = true;  // there was no time to see
    digest_.text(text);
    if (auto written = store_.write(finding.file, text); !written) return written;
    result_.findings.push_back(finding);
    result_.progress.findings = result_.findings.size();
    if (campaign_.found) campaign_.found(finding);
    return {};
  }

  struct Shown {
    Try what;
    Observation seen;
  };

  /// The smallest try that shows the same, by taking away as long as that can be done; nothing if it isn't seen again.
  std::optional<Shown> made_smaller(const Try& what, const Complaint& complaint) {
    auto shown = first_that_shows({what}, complaint);
    if (!shown) return std::nullopt;
    while (auto less = first_that_shows(smaller(shown->what), complaint)) shown = std::move(less);
    return shown;
  }

  std::optional<Shown> first_that_shows(const std::vector<Try>& tries, const Complaint& complaint) {
    std::vector<std::string> texts;
    for (const auto& one : tries) texts.push_back(text_of(one, {complaint.expect}));
    const auto outcomes = workers_.run(texts, [this] { return workers_.interrupted_by() != 0; });
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      auto seen = read(outcomes[i]);
      // What is written shall be judged a failure by who runs it, not by us alone.
      const bool same = std::any_of(seen.complaints.begin(), seen.complaints.end(), [&](const Complaint& other) {
        return other.kind == complaint.kind && other.cause == complaint.cause;
      });
      if (same && (seen.failed || complaint.kind == "emulator")) return Shown{tries[i], std::move(seen)};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string text_of_finding(const Try& what, const Observation& seen, const Complaint& complaint,
                                            bool repeatable) const {
    std::vector<std::string> remarks = {fmt::format("{}: {}", complaint.kind, complaint.cause),
                                        fmt::format("seen: {}", complaint.seen)};
    if (!repeatable) remarks.emplace_back("It was seen once, and not when it was tried again.");
    for (const auto& sent : seen.tampered) remarks.push_back("sent at " + sent);
    for (auto& remark : remarks) {
      std::replace_if(
          remark.begin(), remark.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    }
    return to_yaml(campaign_.scene, what, fmt::format("{}: {}.", complaint.kind, complaint.cause), {complaint.expect},
                   remarks);
  }

  const Campaign& campaign_;
  Store store_;
  Workers workers_;
  Random random_;
  std::vector<Try> corpus_;
  std::set<std::string> usual_;
  std::set<std::uint64_t> traits_;
  std::map<std::string, std::size_t> by_cause_;
  trace::Fnv digest_;
  CampaignResult result_;
  Clock::time_point began_ = Clock::now();
};

}  // namespace

tl::expected<CampaignResult, std::string> run_campaign(const Campaign& campaign) {
  auto store = Store::open(campaign.folder);
  if (!store) return tl::unexpected(store.error());
  return Running(campaign, std::move(*store)).to_the_end();
}

}  // namespace modembench::fuzz
