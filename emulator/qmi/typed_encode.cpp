#include <array>
#include <cstring>
#include <limits>
#include <string>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/output.hpp"
#include "emulator/qmi/qmux.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/sendable.hpp"
#include "emulator/qmi/typed_number.hpp"

namespace modembench::qmi {

namespace {

/// Puts the values of a typed message into bytes. Each function returns false where that can't be done, or where the
/// decoder would read something else; what was put before is of no use then.
class TypedEncoder {
 public:
  explicit TypedEncoder(Output& out) : out_(out) {}

  bool put(const TypeSpec& type, const Layout& layout, const void* at) {
    if (type.flat_size != 0) return put_flat(type, layout, at, out_.put_room(type.flat_size));
    switch (layout.held) {
      case Held::text:
        return put_text(type, *static_cast<const std::string*>(at));
      case Held::bytes: {
        const auto& bytes = *static_cast<const Bytes*>(at);
        return put_run(type, bytes.begin(), bytes.end());
      }
      case Held::fixed: {
        const auto* bytes = static_cast<const std::uint8_t*>(at);
        return put_run(type, bytes, bytes + layout.size);
      }
      case Held::list:
        return put_list(type, layout, at);
      case Held::number:
      case Held::structure:
        break;
    }
    return put_structure(type, layout, at);
  }

 private:
  /// Puts a value of a type that has a `flat_size` where there is room for it.
  static bool put_flat(const TypeSpec& type, const Layout& layout, const void* at, std::uint8_t* to) {
    if (layout.held == Held::number) return put_number(type, layout, at, to);
    for (std::size_t i = 0; i < type.members.size(); ++i) {
      const TypeSpec& member = *type.members[i].type;
      if (!put_flat(member, *layout.members[i].layout, find(layout.members[i], at), to)) return false;
      to += member.flat_size;
    }
    return true;
  }

  static bool put_number(const TypeSpec& type, const Layout& layout, const void* at, std::uint8_t* to) {
    if (layout.size != type.width) return false;
    if (!type.big_endian && type.width == 1) return put_plain<std::uint8_t>(at, to);
    if (!type.big_endian && type.width == 2) return put_plain<std::uint16_t>(at, to);
    if (!type.big_endian && type.width == 4) return put_plain<std::uint32_t>(at, to);
    const std::uint64_t number = get_number(at, layout.size, false);
    for (unsigned i = 0; i < type.width; ++i) {
      to[type.big_endian ? type.width - 1U - i : i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return true;
  }

  /// A little-endian number of the usual widths: one store, where a loop over any width takes a dozen steps.
  template <class Number>
  static bool put_plain(const void* at, std::uint8_t* to) {
    Number number;
    std::memcpy(&number, at, sizeof number);
    for (std::size_t i = 0; i < sizeof number; ++i) to[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return true;
  }

  bool put_text(const TypeSpec& type, const std::string& text) {
    if (type.shape == Shape::ipv4) {
      const auto address = parse_ipv4(text);
      if (!address || format_ipv4(*address) != text) return false;
      out_.put(address->rbegin(), address->rend());
      return true;
    }
    if (type.shape == Shape::ipv6) {
      const auto address = parse_ipv6(text);
      if (!address || format_ipv6(*address) != text) return false;
      out_.put(address->begin(), address->end());
      return true;
    }
    return put_run(type, text.begin(), text.end());
  }

  template <class Iterator>
  bool put_run(const TypeSpec& type, Iterator begin, Iterator end) {
    if (!put_length(type, static_cast<std::size_t>(end - begin))) return false;
    out_.put(begin, end);
    return true;
  }

  bool put_list(const TypeSpec& type, const Layout& layout, const void* at) {
    const std::size_t count = layout.list->size(at);
    if (!put_length(type, count)) return false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!put(*type.element, *layout.element, layout.list->at(at, i))) return false;
    }
    return true;
  }

  bool put_structure(const TypeSpec& type, const Layout& layout, const void* at) {
    for (std::size_t i = 0; i < type.members.size(); ++i) {
      const void* member = find(layout.members[i], at);
      // Nothing can follow it then.
      if (member == nullptr) break;
      if (!put(*type.members[i].type, *layout.members[i].layout, member)) return false;
    }
    return true;
  }

  /// The count before a string or list.
  bool put_length(const TypeSpec& type, std::size_t count) {
    switch (type.length) {
      case Length::rest:
        return true;
      case Length::fixed:
        return count == type.fixed_length;
      case Length::u8:
        return put_count(count, 1);
      case Length::u16:
        return put_count(count, 2);
      case Length::u32:
        return put_count(count, 4);
    }
    return false;
  }

  bool put_count(std::size_t count, std::size_t width) {
    if (count >> (8 * width) != 0) return false;
    out_.put_little_endian(count, width);
    return true;
  }

  Output& out_;
};

void put_result(Output& out, ErrorCode error) {
  constexpr std::uint8_t kSize = 4;
  const auto code = static_cast<std::uint16_t>(error);
  const std::array<std::uint8_t, kTlvHeader + kSize> tlv{result_tlv().id,
                                                         kSize,
                                                         0,
                                                         static_cast<std::uint8_t>(code == 0 ? 0 : 1),
                                                         0,
                                                         static_cast<std::uint8_t>(code & 0xFF),
                                                         static_cast<std::uint8_t>(code >> 8)};
  out.put(tlv.begin(), tlv.end());
}

bool put_tlvs(Output& out, const Header& header, const MessageLayout& layout, const void* from, bool failed) {
  TlvLookup lookup(header);
  for (const TlvPlace& tlv : layout.tlvs) {
    const void* at = tlv.mandatory && failed ? nullptr : find(tlv.place, from);
    if (at == nullptr) continue;
    const std::size_t begin = out.size();
    *out.put_room(kTlvHeader) = tlv.id;
    if (!TypedEncoder(out).put(*lookup.find(tlv.id)->type, *tlv.place.layout, at)) return false;
    const std::size_t length = out.size() - begin - kTlvHeader;
    if (length > std::numeric_limits<std::uint16_t>::max()) return false;
    out.set_u16(begin + 1, length);
  }
  return out.size() <= kMaxFrame;
}

/// Whether a response with this layout answers the request. The tree of a message that it doesn't answer is told as
/// loose as it is.
bool answers(const Header& request, const MessageLayout& layout) {
  return request.service == layout.service && request.message == layout.message;
}

}  // namespace

namespace typed {

std::optional<Bytes> encode_response(const Header& request, ErrorCode error, const MessageLayout* layout,
                                     const void* from) {
  if (request.service == kControlService && request.transaction > 0xFF) return std::nullopt;
  if (layout != nullptr && !answers(request, *layout)) return std::nullopt;
  Header header = request;
  header.kind = MessageKind::response;
  Output out;
  begin_frame(out, header);
  put_result(out, error);
  if (layout != nullptr && !put_tlvs(out, header, *layout, from, error != ErrorCode::None)) return std::nullopt;
  end_frame(out, header);
  return out.take();
}

}  // namespace typed

}  // namespace modembench::qmi
