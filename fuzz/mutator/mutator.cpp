#include "fuzz/mutator/mutator.hpp"

#include <algorithm>
#include <numeric>

#include "fuzz/mutator/work.hpp"

namespace modembench::fuzz {

namespace {

/// A kind is drawn again, if the one before found nothing to change here.
constexpr std::size_t kTries = 12;

Mutate function_of(Kind kind) {
  for (const auto find : {lengths_of, values_of, sizes_of, tlvs_of, messages_of, frames_of}) {
    if (const Mutate mutate = find(kind)) return mutate;
  }
  return nullptr;
}

Kind draw(Random& random, std::span<const Kind> only) {
  if (!only.empty()) return random.pick(only);
  static const unsigned sum = std::accumulate(kinds().begin(), kinds().end(), 0U,
                                              [](unsigned all, const KindInfo& info) { return all + info.weight; });
  std::size_t at = random.below(sum);
  for (const KindInfo& info : kinds()) {
    if (at < info.weight) return info.kind;
    at -= info.weight;
  }
  return Kind::integer;
}

/// A draft, and what was done to it so far.
class Story {
 public:
  Story(qmi::ByteView frame, const Limits& limits)
      : limits_(limits), frame_(frame), draft_(read(frame, limits.framing)), bytes_(frame.begin(), frame.end()) {}

  /// False, and nothing done, if there is nothing to change or the result would be too large or the same.
  bool tell(const Mutation& mutation) {
    const std::size_t said = said_.size();
    if (!act(mutation)) return false;  // then the draft is what it was
    qmi::Bytes bytes = draft_.bytes();
    if (bytes.size() > limits_.max_bytes || bytes == bytes_) {
      said_.resize(said);
      begin_again();
      return false;
    }
    bytes_ = std::move(bytes);
    mutations_.push_back(mutation);
    return true;
  }

  Mutated end() { return {std::move(bytes_), std::move(said_), std::move(mutations_)}; }

 private:
  bool act(const Mutation& mutation) {
    const std::size_t said = said_.size();
    Work work(draft_, mutation, limits_, said_);
    if (function_of(mutation.kind)(work)) return true;
    said_.resize(said);
    return false;
  }

  /// As far as it was told: cheaper, as it is rare, than to keep a copy of the draft before each change.
  void begin_again() {
    const std::size_t said = said_.size();
    draft_ = read(frame_, limits_.framing);
    for (const Mutation& mutation : mutations_) (void)act(mutation);
    said_.resize(said);
  }

  const Limits& limits_;
  qmi::ByteView frame_;
  Draft draft_;
  qmi::Bytes bytes_;
  std::vector<std::string> said_;
  std::vector<Mutation> mutations_;
};

}  // namespace

Mutated mutate(qmi::ByteView frame, Random& random, std::span<const Kind> only, const Limits& limits) {
  Story story(frame, limits);
  // One change half of the time: what fails because of many is harder to understand.
  std::size_t wanted = 1;
  while (wanted < limits.max_mutations && random.one_in(2)) ++wanted;
  for (std::size_t done = 0; done < wanted; ++done) {
    bool told = false;
    for (std::size_t tries = 0; tries < kTries && !told; ++tries)
      told = story.tell({draw(random, only), random.next()});
    if (!told && only.empty()) (void)story.tell({Kind::fresh_message, random.next()});
  }
  return story.end();
}

Mutated mutate(qmi::ByteView frame, Random& random, const Limits& limits) { return mutate(frame, random, {}, limits); }

Mutated apply(qmi::ByteView frame, std::span<const Mutation> mutations, const Limits& limits) {
  Story story(frame, limits);
  for (const Mutation& mutation : mutations) (void)story.tell(mutation);
  return story.end();
}

bool mutate_value(qmi::Bytes& frame, Random& random, const Limits& limits, const ChangeBytes& change) {
  Draft draft = read(frame, limits.framing);
  if (draft.messages.empty()) return false;
  DraftMessage& message = random.pick(draft.messages);
  if (message.tlvs.empty()) return false;
  change(random.pick(message.tlvs).value);
  qmi::Bytes bytes = draft.bytes();
  if (bytes.size() > limits.max_bytes) return false;
  frame = std::move(bytes);
  return true;
}

}  // namespace modembench::fuzz
