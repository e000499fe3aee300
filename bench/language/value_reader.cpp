#include "bench/language/value_reader.hpp"

#include <fmt/format.h>

#include "bench/language/name_reader.hpp"
#include "bench/language/number.hpp"
#include "emulator/qmi/address.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

qmi::Value shaped(const qmi::TypeSpec& type, std::uint64_t bits) {
  return type.is_signed ? qmi::Value(static_cast<std::int64_t>(bits)) : qmi::Value(bits);
}

std::optional<qmi::Value> read_integer(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type) {
  const auto number = node.kind == YamlNode::Kind::text ? parse_whole_number(node.text) : std::nullopt;
  if (!number) {
    reader.mistake(node, fmt::format("should be a whole number, is {}", describe(node)));
    return std::nullopt;
  }
  const std::uint64_t most = (~std::uint64_t{0} >> (64U - 8U * type.width)) >> (type.is_signed ? 1 : 0);
  const std::uint64_t most_negative = type.is_signed ? most + 1 : 0;
  if (number->magnitude > (number->negative ? most_negative : most)) {
    reader.mistake(node, fmt::format("should be a number from {}{} to {}, is {}", type.is_signed ? "-" : "",
                                     most_negative, most, node.text));
    return std::nullopt;
  }
  return shaped(type, number->negative ? ~number->magnitude + 1 : number->magnitude);
}

/// The names of "PAP|CHAP" as nodes, each with its own column.
std::vector<YamlNode> split_flags(const YamlNode& node) {
  std::vector<YamlNode> parts;
  std::size_t begin = 0;
  while (begin <= node.text.size()) {
    const std::size_t end = std::min(node.text.find('|', begin), node.text.size());
    YamlNode part = node;
    part.text = node.text.substr(begin, end - begin);
    part.column += static_cast<int>(begin);
    const std::size_t first = part.text.find_first_not_of(' ');
    if (first != std::string::npos) {
      part.column += static_cast<int>(first);
      part.text = part.text.substr(first, part.text.find_last_not_of(' ') - first + 1);
    }
    parts.push_back(std::move(part));
    begin = end + 1;
  }
  return parts;
}

std::optional<qmi::Value> read_flags(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type) {
  const auto parts = node.kind == YamlNode::Kind::text ? split_flags(node) : node.items;
  if (node.kind != YamlNode::Kind::text && node.kind != YamlNode::Kind::list) {
    reader.mistake(
        node, fmt::format("should be names of {}, as A|B or as a list, is {}", type.enumeration->name, describe(node)));
    return std::nullopt;
  }
  std::uint64_t all = 0;
  for (const auto& part : parts) {
    const auto one = read_enum(reader, part, *type.enumeration, type.width, "flag");
    if (!one) return std::nullopt;
    all |= *one;
  }
  return shaped(type, all);
}

std::optional<qmi::Value> read_number(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type) {
  if (type.enumeration == nullptr) return read_integer(reader, node, type);
  if (type.enumeration->is_flags) return read_flags(reader, node, type);
  const auto value = read_enum(reader, node, *type.enumeration, type.width, type.enumeration->name);
  if (!value) return std::nullopt;
  return shaped(type, *value);
}

std::optional<qmi::Value> read_address(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type) {
  const bool is_v4 = type.shape == qmi::Shape::ipv4;
  if (node.kind == YamlNode::Kind::text) {
    if (const auto v4 = qmi::parse_ipv4(node.text); is_v4 && v4) return qmi::Value(qmi::format_ipv4(*v4));
    if (const auto v6 = qmi::parse_ipv6(node.text); !is_v4 && v6) return qmi::Value(qmi::format_ipv6(*v6));
  }
  reader.mistake(
      node, fmt::format("should be an address such as {}, is {}", is_v4 ? "10.0.0.2" : "2001:db8::1", describe(node)));
  return std::nullopt;
}

std::optional<qmi::Value> read_string(Reader& reader, const YamlNode& node) {
  if (node.kind == YamlNode::Kind::nothing) {
    reader.mistake(node, "should be text, is nothing; write \"\" for an empty text");
    return std::nullopt;
  }
  auto text = reader.text(node);
  if (!text) return std::nullopt;
  return qmi::Value(std::move(*text));
}

std::optional<qmi::Value> read_list(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type) {
  qmi::List list;
  bool good = true;
  for (const auto& item : reader.one_or_list(node)) {
    auto value = read_value(reader, item, *type.element);
    good = good && value;
    if (value) list.push_back(std::move(*value));
  }
  if (!good) return std::nullopt;
  return qmi::Value(std::move(list));
}

const qmi::MemberSpec* find_member(const qmi::TypeSpec& type, std::string_view name) {
  for (const auto& member : type.members) {
    if (qmi::same_name(member.name, name)) return &member;
  }
  return nullptr;
}

/// Reads a structure. Its entries may stand in any order; its members get the order of the type.
std::optional<qmi::Value> read_structure(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type,
                                         Extent extent) {
  std::vector<std::string> names;
  for (const auto& member : type.members) names.emplace_back(member.name);
  bool good = node.kind == YamlNode::Kind::map;
  for (const auto& entry : reader.map(node, fmt::format("{}", fmt::join(names, ", ")))) {
    if (find_member(type, entry.key.text) != nullptr) continue;
    reader.unknown(entry.key, "member", entry.key.text, names);
    good = false;
  }
  qmi::Struct members;
  for (const auto& member : type.members) {
    bool is_there = false;
    for (const auto& entry : node.entries) {
      if (!qmi::same_name(entry.key.text, member.name)) continue;
      if (is_there) reader.mistake(entry.key, fmt::format("'{}' is there twice", entry.key.text));
      auto value = read_value(reader, entry.value, *member.type, extent);
      good = good && value && !is_there;
      if (value) members.push_back({member.name, std::move(*value)});
      is_there = true;
    }
    if (good && !is_there && !member.optional && extent == Extent::whole) {
      reader.mistake(node, fmt::format("'{}' is missing", member.name));
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return qmi::Value(std::move(members));
}

std::optional<qmi::Value> read_by_shape(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type,
                                        Extent extent) {
  switch (type.shape) {
    case qmi::Shape::integer:
      return read_number(reader, node, type);
    case qmi::Shape::ipv4:
    case qmi::Shape::ipv6:
      return read_address(reader, node, type);
    case qmi::Shape::string:
      return read_string(reader, node);
    case qmi::Shape::bytes:
      if (auto bytes = read_bytes(reader, node)) return qmi::Value(std::move(*bytes));
      return std::nullopt;
    case qmi::Shape::array:
      return read_list(reader, node, type);
    case qmi::Shape::structure:
      return read_structure(reader, node, type, extent);
  }
  return std::nullopt;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<qmi::Bytes> parse_hex(std::string_view text) {
  qmi::Bytes bytes;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == ' ') {
      ++i;
      continue;
    }
    if (i + 1 == text.size() || hex_digit(text[i]) < 0 || hex_digit(text[i + 1]) < 0) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(16 * hex_digit(text[i]) + hex_digit(text[i + 1])));
    i += 2;
  }
  return bytes;
}

}  // namespace

std::optional<qmi::Bytes> read_bytes(Reader& reader, const YamlNode& node) {
  if (node.kind == YamlNode::Kind::list) {
    qmi::Bytes bytes;
    for (const auto& item : node.items) {
      const auto byte = reader.integer(item, 0, 255);
      if (!byte) return std::nullopt;
      bytes.push_back(static_cast<std::uint8_t>(*byte));
    }
    return bytes;
  }
  auto bytes = node.kind == YamlNode::Kind::text ? parse_hex(node.text) : std::nullopt;
  if (!bytes)
    reader.mistake(node, fmt::format("should be bytes such as \"01 2f\" or [1, 0x2f], is {}", describe(node)));
  return bytes;
}

std::optional<qmi::Value> read_value(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type, Extent extent) {
  auto value = read_by_shape(reader, node, type, extent);
  if (!value || (type.shape == qmi::Shape::structure && extent == Extent::part)) return value;
  // What can still be wrong are lengths, and members that are missing in the midst of optional ones.
  if (const auto encoded = qmi::encode_value(type, *value, ""); !encoded) {
    reader.mistake(node, encoded.error().what);
    return std::nullopt;
  }
  return value;
}

}  // namespace modembench::bench
