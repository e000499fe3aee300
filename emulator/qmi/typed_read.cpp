#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/qmi/typed_number.hpp"
#include "emulator/qmi/typed_tlv.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::qmi {

namespace {

/// Puts the values of a tree into a typed message.
class TreeReader {
 public:
  bool read(const TypeSpec& type, const Layout& layout, void* at, const Value& value, const Path& path) {
    switch (layout.held) {
      case Held::number:
        return read_number(layout, at, value, path);
      case Held::text:
        return read_as<std::string>(value, path, "a text",
                                    [&](const std::string& text) { *static_cast<std::string*>(at) = text; });
      case Held::bytes:
        return read_as<Bytes>(value, path, "bytes", [&](const Bytes& bytes) { *static_cast<Bytes*>(at) = bytes; });
      case Held::fixed:
        return read_fixed(layout, at, value, path);
      case Held::list:
        return read_list(type, layout, at, value, path);
      case Held::structure:
        return read_structure(type, layout, at, value, path);
    }
    return true;
  }

  [[nodiscard]] Error take_error() { return std::move(error_); }

 private:
  bool fail(const Path& path, std::string what) {
    error_ = {0, path.to_string(), std::move(what)};
    return false;
  }

  template <class T, class Use>
  bool read_as(const Value& value, const Path& path, std::string_view wanted, Use use) {
    const auto* held = std::get_if<T>(&value.data());
    if (held == nullptr) return fail(path, fmt::format("should be {}", wanted));
    use(*held);
    return true;
  }

  bool read_number(const Layout& layout, void* at, const Value& value, const Path& path) {
    const bool is_number =
        std::holds_alternative<std::uint64_t>(value.data()) || std::holds_alternative<std::int64_t>(value.data());
    if (!is_number) return fail(path, "should be a number");
    put_number(at, layout.size, value.number());
    return true;
  }

  bool read_fixed(const Layout& layout, void* at, const Value& value, const Path& path) {
    const auto* bytes = std::get_if<Bytes>(&value.data());
    if (bytes == nullptr || bytes->size() != layout.size) {
      return fail(path, fmt::format("should be {} bytes", layout.size));
    }
    std::copy(bytes->begin(), bytes->end(), static_cast<std::uint8_t*>(at));
    return true;
  }

  bool read_list(const TypeSpec& type, const Layout& layout, void* at, const Value& value, const Path& path) {
    const auto* elements = std::get_if<List>(&value.data());
    if (elements == nullptr) return fail(path, "should be a list");
    for (std::size_t i = 0; i < elements->size(); ++i) {
      const Path place{&path, {}, i};
      if (!read(*type.element, *layout.element, layout.list->append(at), (*elements)[i], place)) return false;
    }
    return true;
  }

  bool read_structure(const TypeSpec& type, const Layout& layout, void* at, const Value& value, const Path& path) {
    if (!std::holds_alternative<Struct>(value.data())) return fail(path, "should be a structure");
    for (std::size_t i = 0; i < type.members.size(); ++i) {
      const MemberSpec& spec = type.members[i];
      const Value* member = find_member(value.members(), i, spec.name);
      if (member == nullptr && spec.optional) continue;
      const Path place{&path, spec.name};
      if (member == nullptr) return fail(place, "is missing");
      if (!read(*spec.type, *layout.members[i].layout, make(layout.members[i], at), *member, place)) return false;
    }
    return true;
  }

  /// The member of this name. It nearly always stands where the schema has it.
  static const Value* find_member(const Struct& members, std::size_t likely, std::string_view name) {
    if (likely < members.size() && members[likely].name == name) return &members[likely].value;
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member& member) { return same_name(member.name, name); });
    return found != members.end() ? &found->value : nullptr;
  }

  Error error_;
};

bool is_of(const Header& header, const MessageLayout& layout) {
  return header.service == layout.service && header.kind == layout.kind && header.message == layout.message;
}

Path path_of(const TlvSpec& spec) { return {.name = spec.name, .tlv = spec.id}; }

/// Puts the value of a TLV into the typed message.
Expected<void> read_value(const Value& value, const TlvSpec& spec, const Place& place, void* into) {
  TreeReader reader;
  if (reader.read(*spec.type, *place.layout, make(place, into), value, path_of(spec))) return {};
  return tl::unexpected(reader.take_error());
}

}  // namespace

Expected<void> check_header(const Header& header, const MessageLayout& layout) {
  if (is_of(header, layout)) return {};
  return tl::unexpected(Error{0, "header",
                              fmt::format("is of {}, should be of {}", message_name(header.service, header.message),
                                          message_name(layout.service, layout.message))});
}

Error missing(const MessageLayout& layout, std::uint8_t id, std::size_t offset) {
  const TlvSpec* spec = TlvLookup(typed::header(layout, 0, 0)).find(id);
  return {offset, path_of(*spec).to_string(), "is missing"};
}

namespace typed {

Expected<void> read(const Message& message, const MessageLayout& layout, void* into) {
  if (auto right = check_header(message.header, layout); !right) return right;
  const bool failed = message.error().value_or(0) != 0;
  TlvLookup lookup(message.header);
  for (const TlvPlace& tlv : layout.tlvs) {
    const Value* value = message.find(tlv.id);
    if (value == nullptr) {
      if (tlv.mandatory && !failed) return tl::unexpected(missing(layout, tlv.id, 0));
      continue;
    }
    if (auto done = read_value(*value, *lookup.find(tlv.id), tlv.place, into); !done) return done;
  }
  return {};
}

bool read_tlv(const Message& message, const MessageLayout& layout, std::size_t offset, bool optional, void* into) {
  if (!is_of(message.header, layout)) return false;
  // A group stands where its first TLV does. The TLV may be optional, the group isn't.
  const auto tlv = std::find_if(layout.tlvs.begin(), layout.tlvs.end(), [&](const TlvPlace& one) {
    return one.place.offset == offset && (one.place.optional != nullptr) == optional;
  });
  const Value* value = tlv != layout.tlvs.end() ? message.find(tlv->id) : nullptr;
  if (value == nullptr) return false;
  return read_value(*value, *TlvLookup(message.header).find(tlv->id), tlv->place, into).has_value();
}

}  // namespace typed

}  // namespace modembench::qmi
