#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/mutator/draft.hpp"
#include "fuzz/mutator/mutator.hpp"
#include "fuzz/mutator/random.hpp"
#include "fuzz/mutator/sites.hpp"

/// What a mutation works on. For use within the mutator.
namespace modembench::fuzz {

class Work {
 public:
  Work(Draft& of, const Mutation& mutation, const Limits& within, std::vector<std::string>& said)
      : draft(of),
        random(mixed(mutation.seed, static_cast<std::uint64_t>(mutation.kind))),
        limits(within),
        said_(said),
        salt_(random.next()) {}

  Draft& draft;
  Random random;
  const Limits& limits;

  template <class... Arguments>
  void say(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    if (limits.words) said_.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
  }

  /// The candidate that the mutation means: the one whose key, mixed with the seed, is largest ("rendezvous"). Others
  /// that come or go don't change that, unless they are chosen themselves. Null if there is none.
  template <class T, class Wanted>
  T* chosen(std::vector<T>& candidates, Wanted wanted) {
    T* best = nullptr;
    std::uint64_t most = 0;
    for (T& candidate : candidates) {
      const std::uint64_t rank = mixed(salt_, candidate.key);
      if ((best == nullptr || rank > most) && wanted(candidate)) {
        best = &candidate;
        most = rank;
      }
    }
    return best;
  }
  template <class T>
  T* chosen(std::vector<T>& candidates) {
    return chosen(candidates, [](const T&) { return true; });
  }

  /// The message that the mutation means; null if there is none.
  DraftMessage* message() { return chosen(draft.messages); }

  /// A key for what this mutation adds.
  [[nodiscard]] std::uint64_t new_key() const { return mixed(salt_, 0x6E6577); }
  [[nodiscard]] std::uint64_t rank(std::uint64_t key) const { return mixed(salt_, key); }

 private:
  std::vector<std::string>& said_;
  std::uint64_t salt_;
};

/// A place within a TLV of a message.
struct Found {
  DraftMessage* message = nullptr;
  DraftTlv* tlv = nullptr;
  Sites sites;
  std::size_t site = 0;

  [[nodiscard]] const Site& at() const { return sites[site]; }
  [[nodiscard]] std::span<std::uint8_t> bytes() const { return std::span(tlv->value).subspan(at().offset, at().size); }
  /// Puts other bytes, of whatever size, in the place.
  void replace(qmi::ByteView other) const;
  /// The place in words: "TLV 0x10 'imei' thresholds[3]".
  [[nodiscard]] std::string words() const;
};

/// The place that the mutation means, of all places of one message for which `wanted(const Site&)` holds.
template <class Wanted>
std::optional<Found> find_site(Work& work, Wanted wanted) {
  DraftMessage* message = work.message();
  if (message == nullptr) return std::nullopt;
  std::optional<Found> best;
  std::uint64_t most = 0;
  for (auto& tlv : message->tlvs) {
    const qmi::TlvSpec* spec = message->spec_of(tlv);
    if (spec == nullptr) continue;
    Sites sites(*spec->type, tlv.value);
    std::size_t chosen = Site::kNone;
    for (std::size_t i = 0; i < sites.all().size(); ++i) {
      const std::uint64_t rank = work.rank(mixed(tlv.key, sites[i].key));
      if (((best || chosen != Site::kNone) && rank <= most) || !wanted(sites[i])) continue;
      chosen = i;
      most = rank;
    }
    if (chosen != Site::kNone) best.emplace(Found{message, &tlv, std::move(sites), chosen});
  }
  return best;
}

/// A function that makes one kind of change. Returns false, and leaves the draft as it was, if there is nothing for it
/// here.
using Mutate = bool (*)(Work&);
[[nodiscard]] Mutate lengths_of(Kind kind);
[[nodiscard]] Mutate values_of(Kind kind);
[[nodiscard]] Mutate sizes_of(Kind kind);
[[nodiscard]] Mutate tlvs_of(Kind kind);
[[nodiscard]] Mutate messages_of(Kind kind);
[[nodiscard]] Mutate frames_of(Kind kind);

/// A number that a parser may stumble over, where `width` bytes have room for it and `truth` would be right: an
/// extreme, one off, a power of two. Not `truth` itself.
[[nodiscard]] std::uint64_t extreme(Random& random, std::size_t width, std::uint64_t truth);

}  // namespace modembench::fuzz
