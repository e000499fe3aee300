#include <algorithm>
#include <iterator>

#include "fuzz/mutator/work.hpp"

/// What one input has of another.
namespace modembench::fuzz {

namespace {

struct Pair {
  DraftMessage& mine;
  const DraftMessage& other;
};

const DraftTlv* same_id(const DraftMessage& message, std::uint8_t id) {
  const auto found =
      std::find_if(message.tlvs.begin(), message.tlvs.end(), [&](const DraftTlv& tlv) { return tlv.id == id; });
  return found == message.tlvs.end() ? nullptr : &*found;
}

void add_tlv(Work& work, Pair pair) {
  const DraftTlv& tlv = work.random.pick(pair.other.tlvs);
  work.say("{} of the other comes besides", pair.mine.words_for(tlv));
  pair.mine.tlvs.push_back(tlv);
}

/// Each TLV that both have, from one of the two; those that one has, half of the time.
void mix_tlvs(Work& work, Pair pair) {
  std::vector<DraftTlv> mixed_tlvs;
  for (const DraftTlv& tlv : pair.mine.tlvs) {
    const DraftTlv* other = same_id(pair.other, tlv.id);
    mixed_tlvs.push_back(other != nullptr && work.random.one_in(2) ? *other : tlv);
  }
  for (const DraftTlv& tlv : pair.other.tlvs) {
    if (same_id(pair.mine, tlv.id) == nullptr && work.random.one_in(2)) mixed_tlvs.push_back(tlv);
  }
  work.say("{} of {} TLVs, mixed with those of the other", mixed_tlvs.size(), pair.mine.tlvs.size());
  pair.mine.tlvs = std::move(mixed_tlvs);
}

/// The other's TLVs from some point on.
void splice_tlvs(Work& work, Pair pair) {
  const auto mine = static_cast<std::ptrdiff_t>(work.random.below(pair.mine.tlvs.size() + 1));
  const auto other = static_cast<std::ptrdiff_t>(work.random.below(pair.other.tlvs.size()));
  pair.mine.tlvs.erase(pair.mine.tlvs.begin() + mine, pair.mine.tlvs.end());
  pair.mine.tlvs.insert(pair.mine.tlvs.end(), pair.other.tlvs.begin() + other, pair.other.tlvs.end());
  work.say("{} TLVs, then those of the other", mine);
}

/// The value of one of the other's TLVs in one of its own.
void take_value(Work& work, Pair pair) {
  if (pair.mine.tlvs.empty()) return;
  DraftTlv& tlv = work.random.pick(pair.mine.tlvs);
  const DraftTlv* same = same_id(pair.other, tlv.id);
  const DraftTlv& from = same != nullptr && !work.random.one_in(3) ? *same : work.random.pick(pair.other.tlvs);
  work.say("{} says what {} of the other does", pair.mine.words_for(tlv), pair.other.words_for(from));
  tlv.value = from.value;
  tlv.length = from.length;
}

void add_messages(Work& work, const Draft& other) {
  const auto first = static_cast<std::ptrdiff_t>(work.random.below(other.messages.size()));
  const std::size_t at = work.random.below(work.draft.messages.size() + 1);
  work.draft.messages.insert(work.draft.messages.begin() + static_cast<std::ptrdiff_t>(at),
                             other.messages.begin() + first, other.messages.end());
  work.say("messages of the other at {}", at);
}

}  // namespace

Mutated cross(qmi::ByteView a, qmi::ByteView b, Random& random, const Limits& limits) {
  Mutated mutated{{a.begin(), a.end()}, {}, {}};
  Draft mine = read(a, limits.framing);
  const Draft other = read(b, limits.framing);
  if (other.messages.empty()) return mutated;
  Work work(mine, {Kind::fresh_message, random.next()}, limits, mutated.said);
  const DraftMessage& from = work.random.pick(other.messages);
  if (mine.messages.empty() || from.tlvs.empty() || work.random.one_in(3)) {
    add_messages(work, other);
  } else {
    using Crossing = void (*)(Work&, Pair);
    static constexpr Crossing kAll[] = {add_tlv, mix_tlvs, splice_tlvs, take_value};
    work.random.pick(kAll)(work, {work.random.pick(mine.messages), from});
  }
  qmi::Bytes bytes = mine.bytes();
  if (bytes.size() <= limits.max_bytes) {
    mutated.bytes = std::move(bytes);
  } else {
    mutated.said.clear();
  }
  return mutated;
}

}  // namespace modembench::fuzz
