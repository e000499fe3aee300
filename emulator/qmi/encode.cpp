#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/output.hpp"
#include "emulator/qmi/qmux.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/walk.hpp"
#include "emulator/qmi/words.hpp"

namespace modembench::qmi {

namespace {

/// "a number", "a text": what a value is, for errors.
std::string_view kind_of(const Value& value) {
  constexpr std::string_view names[] = {"a number", "a number", "a text", "bytes", "a list", "a structure"};
  return names[value.data().index()];
}

/// Puts one value into bytes. After a failure what it has written is of no use.
class Encoder {
 public:
  explicit Encoder(Output& out) : out_(out) {}

  bool encode(const TypeSpec& type, const Value& value, const Path& path) {
    switch (type.shape) {
      case Shape::integer:
        return integer(type, value, path);
      case Shape::ipv4:
      case Shape::ipv6:
        return address(type, value, path);
      case Shape::string:
      case Shape::bytes:
        return string(type, value, path);
      case Shape::array:
        return list(type, value, path);
      case Shape::structure:
        return structure(type, value, path);
    }
    return true;
  }

  [[nodiscard]] Error& error() { return *error_; }

 private:
  bool fail(const Path& path, std::string what) {
    error_ = Error{out_.size(), path.to_string(), std::move(what)};
    return false;
  }

  bool wrong_kind(const Path& path, const Value& value, std::string_view wanted) {
    return fail(path, fmt::format("should be {}, is {}", wanted, kind_of(value)));
  }

  bool integer(const TypeSpec& type, const Value& value, const Path& path) {
    const unsigned bits = 8U * type.width;
    const std::uint64_t most = (~std::uint64_t{0} >> (64U - bits)) >> (type.is_signed ? 1 : 0);
    const std::int64_t least = type.is_signed ? -static_cast<std::int64_t>(most) - 1 : 0;
    const auto* as_signed = std::get_if<std::int64_t>(&value.data());
    const auto* as_unsigned = std::get_if<std::uint64_t>(&value.data());
    if (as_signed == nullptr && as_unsigned == nullptr) return wrong_kind(path, value, "a number");
    const bool negative = as_signed != nullptr && *as_signed < 0;
    const std::uint64_t number = as_signed != nullptr ? static_cast<std::uint64_t>(*as_signed) : *as_unsigned;
    if (negative ? *as_signed < least : number > most) {
      const std::string text = negative ? std::to_string(*as_signed) : std::to_string(number);
      return fail(path, fmt::format("{} doesn't fit {} bits, should be {}..{}", text, bits, least, most));
    }
    if (type.big_endian) {
      out_.put_big_endian(number, type.width);
    } else {
      out_.put_little_endian(number, type.width);
    }
    return true;
  }

  bool address(const TypeSpec& type, const Value& value, const Path& path) {
    const bool is_v4 = type.shape == Shape::ipv4;
    const auto* text = std::get_if<std::string>(&value.data());
    if (text == nullptr) return wrong_kind(path, value, is_v4 ? "an address such as 10.0.0.2" : "an IPv6 address");
    if (is_v4) {
      const auto parsed = parse_ipv4(*text);
      if (!parsed) return fail(path, fmt::format("\"{}\" is no IPv4 address", *text));
      out_.put(parsed->rbegin(), parsed->rend());
      return true;
    }
    const auto parsed = parse_ipv6(*text);
    if (!parsed) return fail(path, fmt::format("\"{}\" is no IPv6 address", *text));
    out_.put(parsed->begin(), parsed->end());
    return true;
  }

  /// The count before a string or list; `unit` is what is counted.
  bool length(const TypeSpec& type, std::size_t count, std::string_view unit, const Path& path) {
    std::size_t width = 0;
    switch (type.length) {
      case Length::rest:
        return true;
      case Length::fixed:
        if (count == type.fixed_length) return true;
        return fail(path, fmt::format("has {} {}, should have {}", count, unit, type.fixed_length));
      case Length::u8:
        width = 1;
        break;
      case Length::u16:
        width = 2;
        break;
      case Length::u32:
        width = 4;
        break;
    }
    const std::uint64_t most = (std::uint64_t{1} << (8 * width)) - 1;
    if (count > most) return fail(path, fmt::format("has {} {}, at most {} can be said", count, unit, most));
    out_.put_little_endian(count, width);
    return true;
  }

  bool string(const TypeSpec& type, const Value& value, const Path& path) {
    const auto* text = std::get_if<std::string>(&value.data());
    const auto* raw = std::get_if<Bytes>(&value.data());
    if (type.shape == Shape::string && text == nullptr) return wrong_kind(path, value, "a text");
    if (type.shape == Shape::bytes && raw == nullptr) return wrong_kind(path, value, "bytes");
    if (!length(type, text != nullptr ? text->size() : raw->size(), "bytes", path)) return false;
    if (text != nullptr) {
      out_.put(text->begin(), text->end());
    } else {
      out_.put(raw->begin(), raw->end());
    }
    return true;
  }

  bool list(const TypeSpec& type, const Value& value, const Path& path) {
    const auto* elements = std::get_if<List>(&value.data());
    if (elements == nullptr) return wrong_kind(path, value, "a list");
    if (!length(type, elements->size(), "elements", path)) return false;
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if (!encode(*type.element, (*elements)[i], Path{&path, {}, i})) return false;
    }
    return true;
  }

  bool structure(const TypeSpec& type, const Value& value, const Path& path) {
    const auto* members = std::get_if<Struct>(&value.data());
    if (members == nullptr) return wrong_kind(path, value, "a structure");
    if (is_in_order(type, *members)) return members_in_order(type, *members, path);
    if (!members_known(type, *members, path)) return false;
    std::string_view missing;
    for (const MemberSpec& spec : type.members) {
      const Path member_path{&path, spec.name};
      const Value* member = value.member(spec.name);
      if (member == nullptr) {
        if (!spec.optional) return fail(member_path, "is missing");
        if (missing.empty()) missing = spec.name;
        continue;
      }
      if (!missing.empty()) return fail(member_path, fmt::format("can't be there without \"{}\" before it", missing));
      if (!encode(*spec.type, *member, member_path)) return false;
    }
    return true;
  }

  /// Whether all members are there as the type has them: as what the modem says nearly always is.
  static bool is_in_order(const TypeSpec& type, const Struct& members) {
    return std::equal(members.begin(), members.end(), type.members.begin(), type.members.end(),
                      [](const Member& member, const MemberSpec& spec) {
                        const bool same_place = member.name.data() == spec.name.data();  // made by the decoder
                        return member.name.size() == spec.name.size() && (same_place || member.name == spec.name);
                      });
  }

  bool members_in_order(const TypeSpec& type, const Struct& members, const Path& path) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      const MemberSpec& spec = type.members[i];
      if (!encode(*spec.type, members[i].value, Path{&path, spec.name})) return false;
    }
    return true;
  }

  /// Whether each member is one of the type's, and there once.
  bool members_known(const TypeSpec& type, const Struct& members, const Path& path) {
    for (auto member = members.begin(); member != members.end(); ++member) {
      const auto same = [&](const auto& other) { return same_name(other.name, member->name); };
      if (std::none_of(type.members.begin(), type.members.end(), same)) {
        std::vector<std::string> known;
        for (const MemberSpec& spec : type.members) known.emplace_back(spec.name);
        const auto near = nearest_names(member->name, known, 1);
        return fail(path, fmt::format("has no member \"{}\"{}", member->name,
                                      near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near.front())));
      }
      if (std::any_of(members.begin(), member, same)) return fail(Path{&path, member->name}, "is there twice");
    }
    return true;
  }

  Output& out_;
  std::optional<Error> error_;
};

Expected<void> put_tlv(Output& out, const Tlv& tlv) {
  const std::size_t begin = out.size();
  const Path path{.name = tlv.spec != nullptr ? tlv.spec->name : std::string_view{}, .tlv = tlv.id};
  out.put_byte(tlv.id);
  out.put_little_endian(0, 2);
  if (tlv.spec != nullptr) {
    Encoder encoder(out);
    if (!encoder.encode(*tlv.spec->type, tlv.value, path)) return tl::unexpected(std::move(encoder.error()));
  } else if (const auto* raw = std::get_if<Bytes>(&tlv.value.data())) {
    out.put(raw->begin(), raw->end());
  } else {
    return wrong(begin, path.to_string(),
                 fmt::format("should be bytes, as the schema doesn't know it, is {}", kind_of(tlv.value)));
  }
  const std::size_t length = out.size() - begin - kTlvHeader;
  if (length > std::numeric_limits<std::uint16_t>::max()) {
    return wrong(begin, path.to_string(), fmt::format("has {}, at most 65535 can be said", byte_count(length)));
  }
  out.set_u16(begin + 1, length);
  return {};
}

}  // namespace

Expected<Bytes> encode(const Message& message) {
  const Header& header = message.header;
  if (header.service == kControlService && header.transaction > 0xFF) {
    return wrong(7, "transaction", fmt::format("{} doesn't fit the 8 bits that CTL has for it", header.transaction));
  }
  Output out;
  begin_frame(out, header);
  for (const Tlv& tlv : message.tlvs) {
    if (auto put = put_tlv(out, tlv); !put) return tl::unexpected(std::move(put.error()));
    if (out.size() > kMaxFrame) {
      return wrong(1, "QMUX length", fmt::format("more than {} bytes can't be one frame", kMaxFrame));
    }
  }
  end_frame(out, header);
  return out.take();
}

Expected<Bytes> encode_value(const TypeSpec& type, const Value& value, std::string_view field) {
  Output out;
  Encoder encoder(out);
  if (!encoder.encode(type, value, Path{.name = field})) return tl::unexpected(std::move(encoder.error()));
  return out.take();
}

}  // namespace modembench::qmi
