#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The tables that the schema compiler makes of `schema/*.yaml`. They are constexpr and allocate nothing. Codec, trace,
/// scenario checker and fuzzer take the shape of each message from them.
namespace modembench::qmi {

/// How deep lists and structures may stand in one another. The schema compiler checks it.
inline constexpr std::size_t kMaxDepth = 8;

enum class Shape : std::uint8_t {
  integer,    ///< `width` bytes, little-endian unless `big_endian`, two's complement if `is_signed`
  ipv4,       ///< 4 bytes stored as a little-endian u32, so 10.0.0.2 is 02 00 00 0A; a string "10.0.0.2" as a value
  ipv6,       ///< 16 bytes in network order; a string "2001:db8::1" as a value
  string,     ///< text; its length by `length`
  bytes,      ///< raw bytes; their length by `length`
  array,      ///< any number of `element`; their number by `length`
  structure,  ///< `members` one after the other
};

/// Where the length of a string, of bytes (both in bytes) or of an array (in elements) stands.
enum class Length : std::uint8_t {
  rest,   ///< nowhere: the value takes the rest of the TLV
  u8,     ///< before the value, in 8 bits
  u16,    ///< before the value, in 16 bits, little-endian
  u32,    ///< before the value, in 32 bits, little-endian
  fixed,  ///< nowhere: it is always `fixed_length`
};

/// A value of an enumeration.
struct EnumValue {
  std::uint64_t value = 0;
  std::string_view name;  ///< "CallFailed", as a scenario writes it
};

/// An enumeration.
struct EnumSpec {
  std::string_view name;
  bool is_flags = false;              ///< a mask: several values at once, printed and written as "A|B"
  std::span<const EnumValue> values;  ///< sorted by value; negative ones in two's complement of 64 bits

  [[nodiscard]] const EnumValue* find(std::uint64_t value) const;
  [[nodiscard]] const EnumValue* find(std::string_view name) const;  ///< by the rule of `same_name`
};

struct TypeSpec;

/// A member of a structure.
struct MemberSpec {
  std::string_view name;
  const TypeSpec* type = nullptr;
  bool optional = false;  ///< it and all members behind it may be missing, if the bytes end before it
};

/// A type of values: how a value looks in bytes.
struct TypeSpec {
  Shape shape = Shape::bytes;
  std::uint8_t width = 0;  ///< integer: 1..8 bytes
  bool is_signed = false;
  bool big_endian = false;
  Length length = Length::rest;
  std::uint32_t fixed_length = 0;
  const EnumSpec* enumeration = nullptr;  ///< the names of an integer's values; null if it has none
  const TypeSpec* element = nullptr;
  std::span<const MemberSpec> members;
  /// The bytes of an integer, or of a structure that has nothing but such members, none of them optional; 0: the type
  /// is another one.
  std::uint32_t flat_size = 0;
};

/// Which modems know a message or TLV. One that a Gobi 3000 doesn't know is decoded all the same.
enum class Known : std::uint8_t { everywhere, newer_than_gobi, gobi_only };

/// A TLV of a message.
struct TlvSpec {
  std::uint8_t id = 0;
  std::string_view name;  ///< "packet data handle": lower case, words apart
  const TypeSpec* type = nullptr;
  bool mandatory = false;  ///< a request without it is refused; a response that says success has it
  Known known = Known::everywhere;
};

/// A message of a service.
struct MessageSpec {
  std::uint16_t id = 0;
  std::string_view name;  ///< "Start Network"
  bool has_request = false;
  bool has_indication = false;
  Known known = Known::everywhere;
  std::span<const TlvSpec> request;
  std::span<const TlvSpec> response;  ///< without the Result TLV, which every response has
  std::span<const TlvSpec> indication;
  bool name_only = false;  ///< its TLVs aren't described: each is decoded as raw bytes
};

/// A service.
struct ServiceSpec {
  std::uint8_t id = 0;
  std::string_view name;                  ///< "WDS"
  std::string_view about;                 ///< "Wireless Data Service"
  std::span<const MessageSpec> messages;  ///< sorted by id; an indication shares the entry of its id
};

}  // namespace modembench::qmi
