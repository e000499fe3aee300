#include "emulator/qmi/compiler/cpp_types.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace modembench::qmi::compiler {

namespace {

/// The smallest number of C++ that has so many bytes: 1, 2, 4 or 8.
std::uint32_t room_for(std::uint32_t width) {
  std::uint32_t room = 1;
  while (room < width) room *= 2;
  return room;
}

}  // namespace

CppService::CppService(const Schema& schema, const Service& service)
    : schema_(schema), service_(service), name_(snake_case(service.name)) {
  for (const auto& [name, id] : service.structures) {
    shared_.push_back(structure(name, name_ + "::" + name, schema.types[id]));
  }
  first_group_ = shared_.size();
  for (const Group& group : service.groups) {
    CppStruct made{.name = camel_case(group.name)};
    made.scope = name_ + "::" + made.name;
    for (const Tlv& tlv : group.tlvs) made.members.push_back(member(tlv, made));
    shared_.push_back(std::move(made));
  }
}

CppType CppService::number(const Type& type) const {
  const auto own = [&](EnumId id) {
    return std::find(service_.enums.begin(), service_.enums.end(), id) != service_.enums.end();
  };
  if (type.enumeration && own(*type.enumeration)) {
    const Enum& named = schema_.enums[*type.enumeration];
    // A number that the enum has no room for, or another sign, stays a number.
    if (named.width >= type.width && named.is_signed == type.is_signed) {
      return {.name = name_ + "::" + named.name, .shape = Shape::integer, .size = named.width};
    }
  }
  const std::uint32_t room = room_for(type.width);
  return {.name = fmt::format("std::{}int{}_t", type.is_signed ? "" : "u", 8 * room),
          .shape = Shape::integer,
          .size = room};
}

CppType CppService::type_of(TypeId id, std::string_view called, CppStruct& within) const {
  const Type& type = schema_.types[id];
  switch (type.shape) {
    case Shape::integer:
      return number(type);
    case Shape::ipv4:
    case Shape::ipv6:
    case Shape::string:
      return {.name = "std::string", .shape = Shape::string};
    case Shape::bytes:
      if (type.length != Length::fixed) return {.name = "Bytes", .shape = Shape::bytes};
      return {.name = fmt::format("std::array<std::uint8_t, {}>", type.fixed_length),
              .shape = Shape::bytes,
              .size = type.fixed_length};
    case Shape::array: {
      auto element = std::make_shared<const CppType>(type_of(*type.element, fmt::format("{} item", called), within));
      return {.name = fmt::format("std::vector<{}>", element->name), .shape = Shape::array, .element = element};
    }
    case Shape::structure:
      break;
  }
  for (const auto& [name, named] : service_.structures) {
    if (named == id) return {.name = name_ + "::" + name, .shape = Shape::structure};
  }
  // Beside the struct and not in it: within one, a std::optional of what has default values can't be made.
  const std::string alias = camel_case(called);
  within.nested.push_back(structure(within.name + alias, within.scope + alias, type));
  within.nested.back().alias = alias;
  return {.name = within.nested.back().scope, .shape = Shape::structure};
}

CppStruct CppService::structure(const std::string& name, const std::string& scope, const Type& type) const {
  CppStruct made{.name = name, .scope = scope};
  for (const Member& member : type.members) {
    CppMember held{.name = snake_case(member.name), .optional = member.optional};
    held.type = type_of(member.type, member.name, made);
    made.members.push_back(std::move(held));
  }
  return made;
}

CppMember CppService::member(const Tlv& tlv, CppStruct& within) const {
  CppMember held{.name = snake_case(tlv.name), .optional = !tlv.mandatory};
  held.type = type_of(tlv.type, tlv.name, within);
  held.about = fmt::format("TLV 0x{:02x}", tlv.id);
  return held;
}

CppStruct CppService::message(const Message& message, std::string_view kind, const std::vector<Tlv>& tlvs) const {
  CppStruct made{.name = std::string(kind)};
  made.scope = fmt::format("{}::{}::{}", name_, snake_case(message.name), kind);
  std::vector<bool> there(service_.groups.size());
  for (const Tlv& tlv : tlvs) {
    if (!tlv.group) {
      made.members.push_back(member(tlv, made));
    } else if (!there[*tlv.group]) {
      there[*tlv.group] = true;
      const CppStruct& shared = group(*tlv.group);
      made.members.push_back({.name = snake_case(service_.groups[*tlv.group].name),
                              .type = {.name = shared.scope, .shape = Shape::structure}});
    }
  }
  return made;
}

std::vector<CppTlv> CppService::places(const CppStruct& message, const std::vector<Tlv>& tlvs) const {
  std::vector<CppTlv> places;
  for (const Tlv& tlv : tlvs) {
    CppTlv place{.tlv = &tlv, .owner = tlv.group ? &group(*tlv.group) : &message};
    if (tlv.group) place.group = snake_case(service_.groups[*tlv.group].name);
    const auto& members = place.owner->members;
    place.member = &*std::find_if(members.begin(), members.end(),
                                  [&](const CppMember& held) { return held.name == snake_case(tlv.name); });
    places.push_back(std::move(place));
  }
  return places;
}

std::vector<CppKind> kinds_of(const Message& message) {
  std::vector<CppKind> kinds;
  if (message.name_only) return kinds;
  if (message.has_request) kinds.push_back({"Request", &message.request});
  if (message.has_request) kinds.push_back({"Response", &message.response});
  if (message.has_indication || !message.has_request) kinds.push_back({"Indication", &message.indication});
  return kinds;
}

std::vector<Made> write_all(const Schema& schema) {
  std::vector<Made> all;
  all.push_back({"tables.cpp", write_tables(schema)});
  all.push_back({"error_code.hpp", write_error_codes(schema)});
  all.push_back({"service_numbers.hpp", write_service_numbers(schema)});
  for (const Service& service : schema.services) {
    if (service.messages.empty()) continue;
    const std::string name = snake_case(service.name);
    all.push_back({fmt::format("enums/{}.hpp", name), write_enums(schema, service)});
    all.push_back({fmt::format("messages/{}.hpp", name), write_messages(schema, service)});
    all.push_back({fmt::format("messages/{}.cpp", name), write_layouts(schema, service)});
  }
  return all;
}

}  // namespace modembench::qmi::compiler
