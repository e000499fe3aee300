#include "fuzz/mutator/kind.hpp"

#include <algorithm>
#include <array>

namespace modembench::fuzz {

namespace {

// Weights: what keeps a message readable is drawn more often than what most parsers refuse by its first bytes.
constexpr std::array kKinds{
    KindInfo{Kind::qmux_length, "qmux length", "QMUX says another length than its frame has", 2},
    KindInfo{Kind::message_length, "message length", "the message says another length of its TLVs", 2},
    KindInfo{Kind::tlv_length, "tlv length", "a TLV says another length than its value has", 6},
    KindInfo{Kind::string_length, "string length", "the length before a string within a TLV isn't its own", 8},
    KindInfo{Kind::array_count, "array count", "the count before an array isn't that of its elements", 8},
    KindInfo{Kind::integer, "integer", "a number becomes an extreme of its type or one off", 10},
    KindInfo{Kind::enum_other, "enum other", "an enumeration gets another of its values", 5},
    KindInfo{Kind::enum_unknown, "enum unknown", "an enumeration gets a value that has no name", 6},
    KindInfo{Kind::flip_bits, "flip bits", "up to four bits of one value", 5},
    KindInfo{Kind::text, "text", "a string says what isn't UTF-8, not a number, a format, or nothing", 4},
    KindInfo{Kind::string_size, "string size", "a string becomes long or short, its length told truly", 5},
    KindInfo{Kind::array_size, "array size", "an array gets more or fewer elements, their count told truly", 5},
    KindInfo{Kind::address, "address", "an IP address becomes none, all, loopback or multicast", 2},
    KindInfo{Kind::fresh_value, "fresh value", "a TLV gets another value of its type", 4},
    KindInfo{Kind::value_bytes, "value bytes", "bytes within one value change, of no type", 6},
    KindInfo{Kind::missing_tlv, "missing tlv", "a TLV isn't there", 6},
    KindInfo{Kind::repeated_tlv, "repeated tlv", "a TLV is there twice, the same or with another value", 5},
    KindInfo{Kind::unknown_tlv, "unknown tlv", "a TLV that the schema doesn't know", 3},
    KindInfo{Kind::absent_tlv, "absent tlv", "a TLV that this message may have and hadn't", 7},
    KindInfo{Kind::foreign_tlv, "foreign tlv", "a TLV of another message", 2},
    KindInfo{Kind::reordered_tlvs, "reordered tlvs", "a TLV changes its place", 2},
    KindInfo{Kind::empty_tlv, "empty tlv", "a TLV without a value", 4},
    KindInfo{Kind::short_tlv, "short tlv", "a value ends too soon, the TLV's length told truly", 6},
    KindInfo{Kind::oversized_tlv, "oversized tlv", "a value goes on after its end, the TLV's length told truly", 3},
    KindInfo{Kind::result, "result", "success becomes an error, an error success, or another error", 5},
    KindInfo{Kind::message_id, "message id", "the same TLVs under another message's id", 3},
    KindInfo{Kind::service, "service", "another service says it", 2},
    KindInfo{Kind::client_id, "client id", "said to another client id", 2},
    KindInfo{Kind::transaction, "transaction", "another transaction", 2},
    KindInfo{Kind::message_kind, "message kind", "a response becomes an indication or a request, and back", 2},
    KindInfo{Kind::fresh_message, "fresh message", "another message of the schema in its place", 3},
    KindInfo{Kind::another_message, "another message", "one more message after it", 5},
    KindInfo{Kind::truncated, "truncated", "the last bytes aren't sent", 3},
    KindInfo{Kind::extended, "extended", "bytes behind the last TLV, counted by QMUX and the message or by QMUX alone",
             2},
    KindInfo{Kind::merged, "merged", "two frames under one QMUX header", 2},
    KindInfo{Kind::garbage_before, "garbage before", "bytes that are no frame before it", 1},
    KindInfo{Kind::garbage_after, "garbage after", "bytes that are no frame after it", 1},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  }
  return kKinds.back().kind == Kind::garbage_after;
}
static_assert(in_order());

}  // namespace

std::span<const KindInfo> kinds() { return kKinds; }

std::string_view name_of(Kind kind) { return kKinds.at(static_cast<std::size_t>(kind)).name; }

std::optional<Kind> find_kind(std::string_view name) {
  const auto* found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const KindInfo& info) { return info.name == name; });
  if (found == kKinds.end()) return std::nullopt;
  return found->kind;
}

}  // namespace modembench::fuzz
