#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "emulator/ascii.hpp"
#include "emulator/qmi/compiler/reader.hpp"
#include "emulator/qmi/naming.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::qmi::compiler {

namespace {

struct Basic {
  std::string_view name;
  Shape shape;
  std::uint8_t width;
  bool is_signed;
  bool big_endian;
};

constexpr std::array kBasics{
    Basic{"u8", Shape::integer, 1, false, false},   Basic{"u16", Shape::integer, 2, false, false},
    Basic{"u32", Shape::integer, 4, false, false},  Basic{"u48", Shape::integer, 6, false, false},
    Basic{"u64", Shape::integer, 8, false, false},  Basic{"i8", Shape::integer, 1, true, false},
    Basic{"i16", Shape::integer, 2, true, false},   Basic{"i32", Shape::integer, 4, true, false},
    Basic{"i64", Shape::integer, 8, true, false},   Basic{"u16be", Shape::integer, 2, false, true},
    Basic{"u32be", Shape::integer, 4, false, true}, Basic{"ipv4", Shape::ipv4, 4, false, false},
    Basic{"ipv6", Shape::ipv6, 16, false, false},
};

const Basic* find_basic(std::string_view name) {
  const auto found = std::find_if(kBasics.begin(), kBasics.end(), [&](const Basic& b) { return b.name == name; });
  return found == kBasics.end() ? nullptr : &*found;
}

/// Reads the words behind "string", "bytes" or "list": nothing, the bits of a count, or "(length)".
std::optional<std::pair<Length, std::uint32_t>> parse_length(std::string_view text) {
  if (text.empty()) return std::pair{Length::rest, 0U};
  if (text == "8") return std::pair{Length::u8, 0U};
  if (text == "16") return std::pair{Length::u16, 0U};
  if (text == "32") return std::pair{Length::u32, 0U};
  if (!text.starts_with('(') || !text.ends_with(')')) return std::nullopt;
  const auto length = parse_number<std::uint16_t>(ascii::trimmed(text.substr(1, text.size() - 2)));
  if (!length || *length == 0) return std::nullopt;
  return std::pair{Length::fixed, std::uint32_t{*length}};
}

constexpr std::string_view kListKey = " of";

/// The word "list8" of the key "list8 of".
std::optional<std::string_view> list_key(const YAML::Node& node) {
  if (node.size() != 1 || !node.begin()->first.IsScalar()) return std::nullopt;
  const std::string_view key = node.begin()->first.Scalar();
  if (!key.starts_with("list") || !key.ends_with(kListKey)) return std::nullopt;
  return key.substr(0, key.size() - kListKey.size());
}

bool fits(std::uint64_t value, bool negative, const Enum& base) {
  const unsigned bits = base.width * 8U;
  if (!base.is_signed) return !negative && (bits == 64 || value < (std::uint64_t{1} << bits));
  const std::uint64_t half = std::uint64_t{1} << (bits - 1);
  return negative ? value <= half : value < half;
}

}  // namespace

TypeReader::TypeReader(Schema& schema, const File& file) : schema_(schema), file_(file) {
  if (!schema_.service_names) return;
  Type type{.shape = Shape::integer, .width = 1};
  type.enumeration = schema_.service_names;
  named_.emplace("Service", schema_.intern(type));
}

bool TypeReader::name_is_free(const YAML::Node& key, const std::string& name) {
  const auto is_word = [](char c) { return ascii::is_letter(c) || ascii::is_digit(c); };
  if (name.empty() || !(name[0] >= 'A' && name[0] <= 'Z') || !std::all_of(name.begin(), name.end(), is_word)) {
    file_.mistake(key, fmt::format("\"{}\" can't name a type: write it LikeThis", name));
    return false;
  }
  if (named_.contains(name)) {
    file_.mistake(key, fmt::format("there already is a type \"{}\" in this file", name));
    return false;
  }
  return true;
}

void TypeReader::read_enums(const YAML::Node& section, bool is_flags, std::vector<EnumId>& made) {
  if (!section.IsMap()) return file_.mistake(section, "should be a mapping of enums: \"Name, u8: {Value: 1, …}\"");
  for (const auto& entry : section) {
    std::optional<Enum> read = read_enum(entry.first, entry.second, is_flags);
    if (!read) continue;
    Type type{.shape = Shape::integer, .width = read->width, .is_signed = read->is_signed};
    type.enumeration = schema_.enums.size();
    named_.emplace(read->name, schema_.intern(type));
    made.push_back(schema_.enums.size());
    schema_.enums.push_back(std::move(*read));
  }
}

std::optional<Enum> TypeReader::read_enum(const YAML::Node& key, const YAML::Node& values, bool is_flags) {
  const std::string heading = key.Scalar();
  const std::size_t comma = heading.find(',');
  Enum made{.name = std::string(ascii::trimmed(std::string_view(heading).substr(0, comma))), .is_flags = is_flags};
  const std::string base(comma == std::string::npos ? "" : ascii::trimmed(std::string_view(heading).substr(comma + 1)));
  const Basic* basic = find_basic(base);
  if (basic == nullptr || basic->shape != Shape::integer || basic->big_endian || basic->width == 6) {
    file_.mistake(
        key, fmt::format("\"{}\" needs its size after a comma: u8, u16, u32, u64, i8, i16, i32 or i64", made.name));
    return std::nullopt;
  }
  made.width = basic->width;
  made.is_signed = basic->is_signed;
  if (!name_is_free(key, made.name)) return std::nullopt;
  if (!values.IsMap() || values.size() == 0) {
    file_.mistake(values, fmt::format("\"{}\" needs values: {{Name: number, …}}", made.name));
    return std::nullopt;
  }
  for (const auto& entry : values) {
    const std::string name = entry.first.Scalar();
    if (!check_name(file_, entry.first, name)) continue;
    const std::string text = entry.second.IsScalar() ? entry.second.Scalar() : "";
    const bool negative = text.starts_with('-');
    const auto number = parse_number<std::uint64_t>(negative ? std::string_view(text).substr(1) : text);
    if (!number) {
      file_.mistake(entry.second, fmt::format("\"{}\" should be a number, such as 1 or 0x01", name));
      continue;
    }
    if (!fits(*number, negative, made)) {
      file_.mistake(entry.second, fmt::format("{} doesn't fit {}", text, base));
      continue;
    }
    const std::uint64_t value = negative ? ~*number + 1 : *number;
    for (const auto& [other, other_value] : made.values) {
      if (same_name(other, name)) file_.mistake(entry.first, fmt::format("\"{}\" is there twice", name));
      if (other_value == value) file_.mistake(entry.second, fmt::format("{} already is \"{}\"", text, other));
    }
    made.values.emplace_back(name, value);
  }
  std::sort(made.values.begin(), made.values.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return made;
}

void TypeReader::read_named_types(const YAML::Node& section, std::vector<std::pair<std::string, TypeId>>& structures) {
  if (!section.IsMap()) return file_.mistake(section, "should be a mapping of types: \"Name: type\"");
  for (const auto& entry : section) {
    const std::string name = entry.first.Scalar();
    const bool usable = name_is_free(entry.first, name);
    const std::optional<TypeId> type = read(entry.second);
    if (!usable || !type) continue;
    named_.emplace(name, *type);
    if (schema_.types[*type].shape == Shape::structure) structures.emplace_back(name, *type);
  }
}

std::optional<TypeId> TypeReader::read(const YAML::Node& node) {
  if (node.IsScalar()) return read_words(node, ascii::trimmed(node.Scalar()));
  if (!node.IsMap() || node.size() == 0) {
    file_.mistake(node, "should be a type: a word such as u8, or a structure {name: type, …}");
    return std::nullopt;
  }
  if (const auto list = list_key(node)) return list_of(node, *list, read(node.begin()->second));
  return read_structure(node);
}

std::optional<TypeId> TypeReader::read_words(const YAML::Node& node, std::string_view words) {
  const std::size_t of = words.find(" of ");
  if (of == std::string_view::npos) return read_name(node, words);
  if (!words.starts_with("list")) return resized(node, words.substr(0, of), ascii::trimmed(words.substr(of + 4)));
  return list_of(node, words.substr(0, of), read_words(node, ascii::trimmed(words.substr(of + 4))));
}

std::optional<TypeId> TypeReader::resized(const YAML::Node& node, std::string_view size, std::string_view name) {
  const Basic* basic = find_basic(size);
  const auto named = named_.find(name);
  const bool usable = basic != nullptr && basic->shape == Shape::integer && named != named_.end() &&
                      schema_.types[named->second].enumeration;
  if (!usable) {
    file_.mistake(node,
                  fmt::format("\"{} of {}\" should be the size of a number and an enum: \"u8 of Cause\"", size, name));
    return std::nullopt;
  }
  Type type{.shape = Shape::integer, .is_signed = basic->is_signed, .big_endian = basic->big_endian};
  type.width = basic->width;
  type.enumeration = schema_.types[named->second].enumeration;
  return schema_.intern(type);
}

std::optional<TypeId> TypeReader::read_name(const YAML::Node& node, std::string_view name) {
  if (const Basic* basic = find_basic(name)) {
    Type type{.shape = basic->shape, .is_signed = basic->is_signed, .big_endian = basic->big_endian};
    if (basic->shape == Shape::integer) type.width = basic->width;
    return schema_.intern(type);
  }
  const auto named = named_.find(name);
  if (named != named_.end()) return named->second;
  if (const auto sized = read_sized(name)) return schema_.intern(*sized);
  std::vector<std::string> known{"string", "string8", "string16", "bytes", "bytes8", "bytes16"};
  for (const Basic& basic : kBasics) known.emplace_back(basic.name);
  for (const auto& entry : named_) known.push_back(entry.first);
  file_.mistake(node, fmt::format("there is no type \"{}\"{}", name, did_you_mean(name, known)));
  return std::nullopt;
}

std::optional<Type> TypeReader::read_sized(std::string_view name) {
  constexpr std::string_view kString = "string";
  constexpr std::string_view kBytes = "bytes";
  const bool is_string = name.starts_with(kString);
  if (!is_string && !name.starts_with(kBytes)) return std::nullopt;
  const auto length = parse_length(name.substr(is_string ? kString.size() : kBytes.size()));
  if (!length) return std::nullopt;
  Type type{.shape = is_string ? Shape::string : Shape::bytes};
  type.length = length->first;
  type.fixed_length = length->second;
  return type;
}

std::optional<TypeId> TypeReader::list_of(const YAML::Node& node, std::string_view list,
                                          std::optional<TypeId> element) {
  const auto length = parse_length(list.substr(std::string_view("list").size()));
  if (!length) {
    file_.mistake(node, fmt::format("\"{}\" isn't a list: list, list8, list16, list32 or list(N) with N from 1", list));
    return std::nullopt;
  }
  if (!element) return std::nullopt;
  if (schema_.smallest(*element) == 0 || schema_.open_ended(*element)) {
    file_.mistake(node, "what a list repeats must have at least one byte and say itself where it ends");
    return std::nullopt;
  }
  Type type{.shape = Shape::array};
  type.length = length->first;
  type.fixed_length = length->second;
  type.element = element;
  return shallow(node, schema_.intern(type));
}

std::optional<TypeId> TypeReader::shallow(const YAML::Node& node, TypeId type) {
  if (schema_.depth(type) <= kMaxDepth) return type;
  file_.mistake(node, fmt::format("more than {} lists and structures in one another", kMaxDepth));
  return std::nullopt;
}

std::optional<TypeId> TypeReader::read_structure(const YAML::Node& node) {
  constexpr std::string_view kOptional = "optional ";
  Type type{.shape = Shape::structure};
  bool usable = true;
  bool ended = false;
  for (const auto& entry : node) {
    Member member{.name = entry.first.Scalar()};
    usable = check_name(file_, entry.first, member.name) && usable;
    const std::string words = entry.second.IsScalar() ? entry.second.Scalar() : "";
    member.optional = words.starts_with(kOptional);
    const auto read_type =
        member.optional ? read_words(entry.second, ascii::trimmed(std::string_view(words).substr(kOptional.size())))
                        : read(entry.second);
    if (!read_type) {
      usable = false;
      continue;
    }
    member.type = *read_type;
    for (const Member& other : type.members) {
      if (!same_name(other.name, member.name)) continue;
      file_.mistake(entry.first, fmt::format("\"{}\" is there twice", member.name));
      usable = false;
    }
    const bool after_optional = !type.members.empty() && type.members.back().optional;
    if (ended || (after_optional && !member.optional)) {
      file_.mistake(entry.first, fmt::format("\"{}\" can't be found: what stands before it may take all bytes or be "
                                             "missing",
                                             member.name));
      usable = false;
    }
    ended = ended || schema_.open_ended(member.type);
    type.members.push_back(std::move(member));
  }
  if (!usable) return std::nullopt;
  return shallow(node, schema_.intern(type));
}

}  // namespace modembench::qmi::compiler
