#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/spec.hpp"

/// The walk through the bytes of a message, guided by the schema's tables. It allocates nothing unless there is an
/// error. It calls these functions of a visitor:
///
///   void begin_tlv(std::uint8_t id, const TlvSpec* spec);      spec is null if the schema doesn't know the TLV
///   void end_tlv();
///   void number(const TypeSpec&, std::uint64_t value);         a negative one in two's complement of 64 bits
///   void address(const TypeSpec&, ByteView bytes);             as they stand in the TLV
///   void text(ByteView bytes);
///   void raw(ByteView bytes);
///   void begin_list(std::size_t at_least);                     at least so many elements follow
///   void end_list();
///   void begin_structure(const TypeSpec&);
///   void member(const MemberSpec&);                            before the member's own value
///   void end_structure();
namespace modembench::qmi {

/// The place of a value in a message, from the TLV down. It is kept on the stack, and put into words only for an error.
struct Path {
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);

  const Path* parent = nullptr;
  std::string_view name{};
  std::size_t index = kNoIndex;       ///< the number of an element of `parent`, which has no `name`
  std::optional<std::uint8_t> tlv{};  ///< the id of the TLV whose name is `name`

  /// The place in words: "TLV 0x11 pin1 status.current status", "thresholds[3]".
  [[nodiscard]] std::string to_string() const;
};

/// The words of the walker's errors.
namespace walk_words {
[[nodiscard]] std::string left_over(std::size_t left);
[[nodiscard]] std::string too_short(std::size_t needed, std::size_t left);
[[nodiscard]] std::string too_many(std::size_t count, std::size_t left);
}  // namespace walk_words

/// Walks through one value. `offset` is the place of `bytes` in their frame.
template <class Visitor>
class ValueWalker {
 public:
  ValueWalker(ByteView bytes, std::size_t offset, Visitor& visitor)
      : bytes_(bytes), offset_(offset), visitor_(visitor) {}

  /// Walks through a value that must take all of the bytes. Returns false if it doesn't, or if the bytes are no value
  /// of this type; error() then says why.
  bool walk_all(const TypeSpec& type, const Path& path) {
    if (!walk(type, path)) return false;
    if (left() == 0) return true;
    return fail(path, walk_words::left_over(left()));
  }

  [[nodiscard]] Error& error() { return *error_; }

 private:
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

  bool fail(const Path& path, std::string what) {
    error_ = Error{offset_ + at_, path.to_string(), std::move(what)};
    return false;
  }

  bool take(std::size_t count, const Path& path, ByteView& taken) {
    if (left() < count) return fail(path, walk_words::too_short(count, left()));
    taken = bytes_.subspan(at_, count);
    at_ += count;
    return true;
  }

  static std::uint64_t little_endian(ByteView bytes) {
    if (bytes.size() == 1) return bytes[0];
    if (bytes.size() == 2) return read_u16(bytes, 0);
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = (value << 8) | bytes[i];
    return value;
  }

  static std::uint64_t big_endian(ByteView bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = (value << 8) | byte;
    return value;
  }

  bool walk(const TypeSpec& type, const Path& path) {
    switch (type.shape) {
      case Shape::integer:
        return walk_integer(type, path);
      case Shape::ipv4:
      case Shape::ipv6:
        return walk_address(type, path);
      case Shape::string:
      case Shape::bytes:
        return walk_string(type, path);
      case Shape::array:
        return walk_list(type, path);
      case Shape::structure:
        return walk_structure(type, path);
    }
    return true;
  }

  bool walk_integer(const TypeSpec& type, const Path& path) {
    ByteView taken;
    if (!take(type.width, path, taken)) return false;
    std::uint64_t value = type.big_endian ? big_endian(taken) : little_endian(taken);
    const unsigned unused = 64U - 8U * type.width;
    if (type.is_signed) {
      value = static_cast<std::uint64_t>(static_cast<std::int64_t>(value << unused) >> unused);
    }
    visitor_.number(type, value);
    return true;
  }

  bool walk_address(const TypeSpec& type, const Path& path) {
    ByteView taken;
    if (!take(type.shape == Shape::ipv4 ? 4 : 16, path, taken)) return false;
    visitor_.address(type, taken);
    return true;
  }

  /// Finds the length of a string, bytes or a list: the one that stands before the value, or the one that is known.
  bool read_length(const TypeSpec& type, const Path& path, std::size_t& length) {
    std::size_t prefix = 0;
    switch (type.length) {
      case Length::rest:
        length = left();
        return true;
      case Length::fixed:
        length = type.fixed_length;
        return true;
      case Length::u8:
        prefix = 1;
        break;
      case Length::u16:
        prefix = 2;
        break;
      case Length::u32:
        prefix = 4;
        break;
    }
    ByteView taken;
    if (!take(prefix, path, taken)) return false;
    length = static_cast<std::size_t>(little_endian(taken));
    if (length <= left()) return true;  // holds for lists too: an element has at least one byte
    at_ -= prefix;
    return fail(path, type.shape == Shape::array ? walk_words::too_many(length, left() - prefix)
                                                 : walk_words::too_short(prefix + length, left()));
  }

  bool walk_string(const TypeSpec& type, const Path& path) {
    std::size_t length = 0;
    ByteView taken;
    if (!read_length(type, path, length) || !take(length, path, taken)) return false;
    if (type.shape == Shape::string) {
      visitor_.text(taken);
    } else {
      visitor_.raw(taken);
    }
    return true;
  }

  bool walk_list(const TypeSpec& type, const Path& path) {
    std::size_t count = 0;
    if (!read_length(type, path, count)) return false;
    const bool rest = type.length == Length::rest;
    visitor_.begin_list(rest ? 0 : std::min(count, left()));
    for (std::size_t i = 0; rest ? left() > 0 : i < count; ++i) {
      if (!walk(*type.element, Path{&path, {}, i})) return false;
    }
    visitor_.end_list();
    return true;
  }

  bool walk_structure(const TypeSpec& type, const Path& path) {
    visitor_.begin_structure(type);
    for (const MemberSpec& member : type.members) {
      if (member.optional && left() == 0) break;
      visitor_.member(member);
      if (!walk(*member.type, Path{&path, member.name})) return false;
    }
    visitor_.end_structure();
    return true;
  }

  ByteView bytes_;
  std::size_t offset_;
  std::size_t at_ = 0;
  Visitor& visitor_;
  std::optional<Error> error_{};
};

/// A visitor that heeds nothing: the walk alone checks a message.
struct Unheeded {
  void begin_tlv(std::uint8_t /*id*/, const TlvSpec* /*spec*/) {}
  void end_tlv() {}
  void number(const TypeSpec& /*type*/, std::uint64_t /*value*/) {}
  void address(const TypeSpec& /*type*/, ByteView /*bytes*/) {}
  void text(ByteView /*bytes*/) {}
  void raw(ByteView /*bytes*/) {}
  void begin_list(std::size_t /*at_least*/) {}
  void end_list() {}
  void begin_structure(const TypeSpec& /*type*/) {}
  void member(const MemberSpec& /*member*/) {}
  void end_structure() {}
};

/// A TLV of a frame as it stands there.
struct RawTlv {
  std::uint8_t id = 0;
  std::size_t offset = 0;  ///< the place of its id; its value begins kTlvHeader bytes further
  ByteView value{};
};

/// Reads the TLV at `offset`, which must be before the end of the frame. Returns nothing if the TLV doesn't fit the
/// frame.
[[nodiscard]] inline std::optional<RawTlv> read_tlv(ByteView frame, std::size_t offset) {
  const std::size_t left = frame.size() - offset;
  if (left < kTlvHeader) return std::nullopt;
  const std::size_t length = read_u16(frame, offset + 1);
  if (length > left - kTlvHeader) return std::nullopt;
  return RawTlv{frame[offset], offset, frame.subspan(offset + kTlvHeader, length)};
}

/// The error for a TLV that read_tlv() found not to fit.
[[nodiscard]] Error tlv_error(ByteView frame, std::size_t offset, TlvLookup& lookup);

/// Walks through a whole frame. Returns its header.
template <class Visitor>
[[nodiscard]] Expected<Header> walk_frame(ByteView frame, Visitor& visitor) {
  Expected<Header> header = read_header(frame);
  if (!header) return header;
  if (auto checked = check_tlv_length(frame, *header); !checked) return tl::unexpected(std::move(checked.error()));
  TlvLookup lookup(*header);
  for (std::size_t at = header_size(header->service); at < frame.size();) {
    const std::optional<RawTlv> tlv = read_tlv(frame, at);
    if (!tlv) return tl::unexpected(tlv_error(frame, at, lookup));
    const TlvSpec* spec = lookup.find(tlv->id);
    visitor.begin_tlv(tlv->id, spec);
    if (spec == nullptr) {
      visitor.raw(tlv->value);
    } else {
      ValueWalker walker(tlv->value, at + kTlvHeader, visitor);
      const Path path{.name = spec->name, .tlv = tlv->id};
      if (!walker.walk_all(*spec->type, path)) return tl::unexpected(std::move(walker.error()));
    }
    visitor.end_tlv();
    at += kTlvHeader + tlv->value.size();
  }
  return header;
}

}  // namespace modembench::qmi
