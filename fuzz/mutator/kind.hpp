#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace modembench::fuzz {

/// The kinds of changes that can be made to what a modem says.
enum class Kind : std::uint8_t {
  // lengths that lie
  qmux_length,
  message_length,
  tlv_length,
  string_length,
  array_count,
  // values, every length right
  integer,
  enum_other,
  enum_unknown,
  flip_bits,
  text,
  string_size,
  array_size,
  address,
  fresh_value,
  value_bytes,
  // TLVs, every length right
  missing_tlv,
  repeated_tlv,
  unknown_tlv,
  absent_tlv,
  foreign_tlv,
  reordered_tlvs,
  empty_tlv,
  short_tlv,
  oversized_tlv,
  result,
  // the message
  message_id,
  service,
  client_id,
  transaction,
  message_kind,
  fresh_message,
  another_message,
  // the frame and what is around it
  truncated,
  extended,
  merged,
  garbage_before,
  garbage_after,
};

struct KindInfo {
  Kind kind;
  std::string_view name;   ///< "tlv length", as a person writes it
  std::string_view about;  ///< what it does, in a sentence
  unsigned weight;         ///< how often it is drawn, in proportion to the others
};

/// All kinds, in the order of the enumeration.
[[nodiscard]] std::span<const KindInfo> kinds();
[[nodiscard]] std::string_view name_of(Kind kind);
/// The kind with that name; nothing if there is none.
[[nodiscard]] std::optional<Kind> find_kind(std::string_view name);

}  // namespace modembench::fuzz
