#include <algorithm>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/qmi/typed_number.hpp"

namespace modembench::qmi {

namespace {

Value value_of(const TypeSpec& type, const Layout& layout, const void* at);

Value list_of(const TypeSpec& type, const Layout& layout, const void* at) {
  List elements;
  const std::size_t count = layout.list->size(at);
  elements.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    elements.push_back(value_of(*type.element, *layout.element, layout.list->at(at, i)));
  }
  return elements;
}

Value structure_of(const TypeSpec& type, const Layout& layout, const void* at) {
  Struct members;
  members.reserve(type.members.size());
  for (std::size_t i = 0; i < type.members.size(); ++i) {
    const void* member = find(layout.members[i], at);
    // Nothing can follow it then.
    if (member == nullptr) break;
    members.push_back({type.members[i].name, value_of(*type.members[i].type, *layout.members[i].layout, member)});
  }
  return members;
}

Value value_of(const TypeSpec& type, const Layout& layout, const void* at) {
  switch (layout.held) {
    case Held::number: {
      const std::uint64_t number = get_number(at, layout.size, type.is_signed);
      if (type.is_signed) return static_cast<std::int64_t>(number);
      return number;
    }
    case Held::text:
      return *static_cast<const std::string*>(at);
    case Held::bytes:
      return *static_cast<const Bytes*>(at);
    case Held::fixed: {
      const auto* bytes = static_cast<const std::uint8_t*>(at);
      return Bytes(bytes, bytes + layout.size);
    }
    case Held::list:
      return list_of(type, layout, at);
    case Held::structure:
      break;
  }
  return structure_of(type, layout, at);
}

}  // namespace

namespace typed {

void write(const MessageLayout& layout, const void* from, Message& into) {
  const bool failed = into.error().value_or(0) != 0;
  TlvLookup lookup(typed::header(layout, 0, 0));
  into.tlvs.reserve(into.tlvs.size() + layout.tlvs.size());
  for (const TlvPlace& tlv : layout.tlvs) {
    if (tlv.mandatory && failed) continue;
    const void* at = find(tlv.place, from);
    if (at == nullptr) continue;
    const TlvSpec* spec = lookup.find(tlv.id);
    into.tlvs.push_back({tlv.id, value_of(*spec->type, *tlv.place.layout, at), spec});
  }
}

}  // namespace typed

}  // namespace modembench::qmi
