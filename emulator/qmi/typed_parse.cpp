#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstring>
#include <span>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/qmi/typed_number.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::qmi {

namespace {

template <class Number>
Number little_endian(const std::uint8_t* from) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) number = static_cast<Number>(number | Number{from[i]} << (8 * i));
  return number;
}

std::uint64_t any_integer(const TypeSpec& type, const std::uint8_t* from) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < type.width; ++i) {
    value |= std::uint64_t{from[i]} << (8 * (type.big_endian ? type.width - 1U - i : i));
  }
  const unsigned unused = 64U - 8U * type.width;
  return type.is_signed ? static_cast<std::uint64_t>(static_cast<std::int64_t>(value << unused) >> unused) : value;
}

/// Bytes or a struct, and those that follow at equal distances.
template <class Byte>
struct Row {
  Byte* first;
  std::size_t stride;

  [[nodiscard]] Byte* at(std::size_t index) const { return first + index * stride; }
  [[nodiscard]] Row member(std::size_t offset) const { return {first + offset, stride}; }
};
using From = Row<const std::uint8_t>;
using Into = Row<std::byte>;

template <class Number>
void put_plain(From from, Into into, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = little_endian<Number>(from.at(i));
    std::memcpy(into.at(i), &number, sizeof number);
  }
}

void put_integers(const TypeSpec& type, std::uint32_t size, From from, Into into, std::size_t count) {
  if (type.width == size && !type.big_endian) {
    switch (size) {
      case 1:
        return put_plain<std::uint8_t>(from, into, count);
      case 2:
        return put_plain<std::uint16_t>(from, into, count);
      case 4:
        return put_plain<std::uint32_t>(from, into, count);
      default:
        return put_plain<std::uint64_t>(from, into, count);
    }
  }
  for (std::size_t i = 0; i < count; ++i) put_number(into.at(i), size, any_integer(type, from.at(i)));
}

/// Puts `count` values of a type that has a `flat_size`. A member has its turn for all of them before the next member
/// has: what is known of it is looked up once.
void put_flat(const TypeSpec& type, const Layout& layout, From from, Into into, std::size_t count) {
  if (layout.held == Held::number) return put_integers(type, layout.size, from, into, count);
  std::size_t offset = 0;
  for (std::size_t i = 0; i < type.members.size(); ++i) {
    const TypeSpec& member = *type.members[i].type;
    const Place& place = layout.members[i];
    put_flat(member, *place.layout, from.member(offset), into.member(place.offset), count);
    offset += member.flat_size;
  }
}

/// Reads the value of one TLV into a typed message. Each function returns false where the bytes are no such value; the
/// walk (walk.hpp) tells why.
class ValueParser {
 public:
  explicit ValueParser(ByteView bytes) : bytes_(bytes) {}

  bool parse_all(const TypeSpec& type, const Layout& layout, void* into) {
    return parse(type, layout, into) && bytes_.empty();
  }

 private:
  bool parse(const TypeSpec& type, const Layout& layout, void* into) {
    if (type.flat_size != 0) return parse_flat(type, layout, {static_cast<std::byte*>(into), 0}, 1);
    switch (layout.held) {
      case Held::text:
        return parse_text(type, *static_cast<std::string*>(into));
      case Held::bytes:
        return parse_run(type, [&](ByteView run) { static_cast<Bytes*>(into)->assign(run.begin(), run.end()); });
      case Held::fixed:
        return parse_run(type,
                         [&](ByteView run) { std::copy(run.begin(), run.end(), static_cast<std::uint8_t*>(into)); });
      case Held::list:
        return parse_list(type, layout, into);
      case Held::number:
      case Held::structure:
        break;
    }
    return parse_structure(type, layout, into);
  }

  bool parse_flat(const TypeSpec& type, const Layout& layout, Into into, std::size_t count) {
    ByteView taken;
    if (!take(count * type.flat_size, taken)) return false;
    put_flat(type, layout, {taken.data(), type.flat_size}, into, count);
    return true;
  }

  bool parse_text(const TypeSpec& type, std::string& text) {
    ByteView taken;
    if (type.shape == Shape::ipv4) {
      if (!take(4, taken)) return false;
      text = format_ipv4({taken[3], taken[2], taken[1], taken[0]});
      return true;
    }
    if (type.shape == Shape::ipv6) {
      Ipv6Bytes network_order{};
      if (!take(network_order.size(), taken)) return false;
      std::copy(taken.begin(), taken.end(), network_order.begin());
      text = format_ipv6(network_order);
      return true;
    }
    return parse_run(type, [&](ByteView run) { text.assign(run.begin(), run.end()); });
  }

  template <class Use>
  bool parse_run(const TypeSpec& type, Use use) {
    std::size_t length = 0;
    ByteView taken;
    if (!parse_length(type, length) || !take(length, taken)) return false;
    use(taken);
    return true;
  }

  bool parse_list(const TypeSpec& type, const Layout& layout, void* list) {
    const TypeSpec& element = *type.element;
    std::size_t count = 0;
    if (!parse_length(type, count)) return false;
    const bool rest = type.length == Length::rest;
    if (const std::size_t size = element.flat_size; size != 0) {
      if (rest) count = bytes_.size() / size;
      if (bytes_.size() / size < count) return false;
      if (count == 0) return true;
      auto* const first = static_cast<std::byte*>(layout.list->resize(list, count));
      return parse_flat(element, *layout.element, {first, layout.list->stride}, count);
    }
    for (std::size_t i = 0; rest ? !bytes_.empty() : i < count; ++i) {
      if (!parse(element, *layout.element, layout.list->append(list))) return false;
    }
    return true;
  }

  bool parse_structure(const TypeSpec& type, const Layout& layout, void* into) {
    for (std::size_t i = 0; i < type.members.size(); ++i) {
      const MemberSpec& member = type.members[i];
      if (member.optional && bytes_.empty()) break;
      if (!parse(*member.type, *layout.members[i].layout, make(layout.members[i], into))) return false;
    }
    return true;
  }

  /// The length of a string, bytes or a list: the one that stands before the value, or the one that is known.
  bool parse_length(const TypeSpec& type, std::size_t& length) {
    switch (type.length) {
      case Length::rest:
        length = bytes_.size();
        return true;
      case Length::fixed:
        length = type.fixed_length;
        return true;
      case Length::u8:
        return parse_count<std::uint8_t>(length);
      case Length::u16:
        return parse_count<std::uint16_t>(length);
      case Length::u32:
        return parse_count<std::uint32_t>(length);
    }
    return false;
  }

  template <class Number>
  bool parse_count(std::size_t& count) {
    ByteView taken;
    if (!take(sizeof(Number), taken)) return false;
    count = little_endian<Number>(taken.data());
    return count <= bytes_.size();
  }

  bool take(std::size_t count, ByteView& taken) {
    if (bytes_.size() < count) return false;
    taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return true;
  }

  ByteView bytes_;  ///< what is left of the TLV
};

/// Parses the TLVs of a frame whose header is that of the layout's message.
class TlvParser {
 public:
  TlvParser(const Header& header, const MessageLayout& layout, void* into)
      : lookup_(header), layout_(layout), next_(layout.tlvs.begin()), into_(into) {}

  /// Returns false if the value isn't what the schema says.
  bool parse(const RawTlv& tlv) {
    const TlvSpec* spec = lookup_.find(tlv.id);
    const bool again = met_.test(tlv.id);
    met_.set(tlv.id);
    if (spec == nullptr) return true;
    const TlvPlace* place = again ? nullptr : find_place(tlv.id);
    if (place == nullptr) return parse_unwanted(tlv, *spec, again);
    return ValueParser(tlv.value).parse_all(*spec->type, *place->place.layout, make(place->place, into_));
  }

  /// Whether the Result says a failure.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool met(std::uint8_t id) const { return met_.test(id); }

 private:
  /// The place of a TLV; null if the typed message has none for it. It is found at once when ids rise.
  const TlvPlace* find_place(std::uint8_t id) {
    if (next_ == layout_.tlvs.end() || next_->id > id) next_ = layout_.tlvs.begin();
    while (next_ != layout_.tlvs.end() && next_->id < id) ++next_;
    return next_ != layout_.tlvs.end() && next_->id == id ? &*next_ : nullptr;
  }

  /// Checks a value that isn't kept.
  bool parse_unwanted(const RawTlv& tlv, const TlvSpec& spec, bool again) {
    Unheeded unheeded;
    if (!ValueWalker(tlv.value, 0, unheeded).walk_all(*spec.type, Path{.name = spec.name, .tlv = tlv.id})) return false;
    if (&spec == &result_tlv() && !again) failed_ = read_u16(tlv.value, 0) != 0 && read_u16(tlv.value, 2) != 0;
    return true;
  }

  TlvLookup lookup_;
  const MessageLayout& layout_;
  std::span<const TlvPlace>::iterator next_;
  void* into_;
  std::bitset<256> met_;
  bool failed_ = false;
};

/// Why the frame can't be decoded, or that it is another message than the layout's.
Expected<void> refusal(ByteView frame, const MessageLayout& layout) {
  Unheeded unheeded;
  Expected<Header> header = walk_frame(frame, unheeded);
  if (!header) return tl::unexpected(std::move(header.error()));
  return check_header(*header, layout);
}

}  // namespace

namespace typed {

Header header(const MessageLayout& layout, std::uint8_t client, std::uint16_t transaction) {
  return {layout.service, client, layout.kind, transaction, layout.message};
}

Expected<void> parse(ByteView frame, const MessageLayout& layout, void* into) {
  const Expected<Header> header = read_header(frame);
  if (!header || !check_header(*header, layout) || !check_tlv_length(frame, *header)) return refusal(frame, layout);
  TlvParser parser(*header, layout, into);
  for (std::size_t at = header_size(header->service); at < frame.size();) {
    const std::optional<RawTlv> tlv = read_tlv(frame, at);
    if (!tlv || !parser.parse(*tlv)) return refusal(frame, layout);
    at += kTlvHeader + tlv->value.size();
  }
  if (parser.failed()) return {};
  for (const TlvPlace& tlv : layout.tlvs) {
    if (tlv.mandatory && !parser.met(tlv.id)) return tl::unexpected(missing(layout, tlv.id, frame.size()));
  }
  return {};
}

}  // namespace typed

}  // namespace modembench::qmi
