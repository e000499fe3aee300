#include "emulator/qmi/compiler/model.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace modembench::qmi::compiler {

namespace {

std::size_t prefix_size(Length length) {
  switch (length) {
    case Length::u8:
      return 1;
    case Length::u16:
      return 2;
    case Length::u32:
      return 4;
    default:
      return 0;
  }
}

}  // namespace

TypeId Schema::intern(const Type& type) {
  const auto found = std::find(types.begin(), types.end(), type);
  if (found != types.end()) return static_cast<TypeId>(found - types.begin());
  types.push_back(type);
  return types.size() - 1;
}

std::size_t Schema::smallest(TypeId id) const {
  const Type& type = types[id];
  switch (type.shape) {
    case Shape::integer:
      return type.width;
    case Shape::ipv4:
      return 4;
    case Shape::ipv6:
      return 16;
    case Shape::string:
    case Shape::bytes:
      return prefix_size(type.length) + type.fixed_length;
    case Shape::array:
      return prefix_size(type.length) + type.fixed_length * smallest(*type.element);
    case Shape::structure:
      break;
  }
  std::size_t sum = 0;
  for (const Member& member : type.members) {
    if (!member.optional) sum += smallest(member.type);
  }
  return sum;
}

bool Schema::open_ended(TypeId id) const {
  const Type& type = types[id];
  switch (type.shape) {
    case Shape::string:
    case Shape::bytes:
    case Shape::array:
      return type.length == Length::rest;
    case Shape::structure:
      return std::any_of(type.members.begin(), type.members.end(),
                         [this](const Member& member) { return member.optional || open_ended(member.type); });
    default:
      return false;
  }
}

std::size_t Schema::depth(TypeId id) const {
  const Type& type = types[id];
  if (type.shape == Shape::array) return 1 + depth(*type.element);
  if (type.shape != Shape::structure) return 0;
  std::size_t deepest = 0;
  for (const Member& member : type.members) deepest = std::max(deepest, depth(member.type));
  return 1 + deepest;
}

std::string Mistake::to_string() const { return fmt::format("{}:{}:{}: {}", file, line, column, what); }

}  // namespace modembench::qmi::compiler
