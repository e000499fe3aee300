#include "emulator/qmi/frame.hpp"
#include "fuzz/mutator/work.hpp"

/// Lengths and counts that lie.
namespace modembench::fuzz {

namespace {

/// What a length of 16 bits might say, where `truth` is right and `left` bytes are there.
std::uint16_t lie(Random& random, std::size_t truth, std::size_t left) {
  if (random.one_in(3)) {
    const std::size_t near[] = {left, left + 1, left - 1, truth - 2, truth + 2, truth + left};
    return static_cast<std::uint16_t>(random.pick(near));
  }
  return static_cast<std::uint16_t>(extreme(random, 2, truth & 0xFFFFU));
}

bool qmux_length(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr || work.draft.framing.bare) return false;
  const std::size_t truth = qmi::kQmuxHeader - 1 + message->sdu_size();
  message->length = lie(work.random, truth, qmi::header_size(message->service) - 1);
  work.say("QMUX length {} -> {}", truth, *message->length);
  return true;
}

bool message_length(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const std::size_t truth = message->sdu_size() + qmi::kQmuxHeader - qmi::header_size(message->service);
  message->tlv_length = lie(work.random, truth, truth + 1);
  work.say("message length {} -> {}", truth, *message->tlv_length);
  return true;
}

bool tlv_length(Work& work) {
  DraftMessage* message = work.message();
  DraftTlv* tlv = message == nullptr ? nullptr : work.chosen(message->tlvs);
  if (tlv == nullptr) return false;
  std::size_t left = message->rest.size();
  for (const DraftTlv* other = tlv; other != message->tlvs.data() + message->tlvs.size(); ++other) {
    left += other->value.size() + (other == tlv ? 0 : qmi::kTlvHeader);
  }
  tlv->length = lie(work.random, tlv->value.size(), left);
  work.say("{} length {} -> {}", message->words_for(*tlv), tlv->value.size(), *tlv->length);
  return true;
}

/// The count before a string or an array: an extreme, or just what is left of the TLV, or one more.
bool count(Work& work, bool of_array) {
  const auto found = find_site(work, [&](const Site& site) {
    return site.kind == Site::Kind::count && (site.type->shape == qmi::Shape::array) == of_array;
  });
  if (!found) return false;
  const Site& site = found->at();
  const std::uint64_t truth = read_number(found->bytes(), false);
  const std::size_t left = found->tlv->value.size() - site.offset - site.size;
  std::uint64_t said = extreme(work.random, site.size, truth);
  if (work.random.one_in(3)) said = left + work.random.below(2);
  write_number(found->bytes(), said, false);
  said = read_number(found->bytes(), false);
  work.say("{}: {} {} -> {}", found->words(), of_array ? "array count" : "string length", truth, said);
  return said != truth;
}

}  // namespace

Mutate lengths_of(Kind kind) {
  switch (kind) {
    case Kind::qmux_length:
      return qmux_length;
    case Kind::message_length:
      return message_length;
    case Kind::tlv_length:
      return tlv_length;
    case Kind::string_length:
      return [](Work& work) { return count(work, false); };
    case Kind::array_count:
      return [](Work& work) { return count(work, true); };
    default:
      return nullptr;
  }
}

}  // namespace modembench::fuzz
