#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "emulator/ascii.hpp"
#include "emulator/qmi/compiler/model.hpp"

namespace modembench::qmi::compiler {

namespace {

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"and",      "auto",      "bool",     "break",  "case",     "catch",    "char",    "class",     "const",
     "continue", "default",   "delete",   "do",     "double",   "else",     "enum",    "explicit",  "export",
     "extern",   "false",     "float",    "for",    "friend",   "goto",     "if",      "inline",    "int",
     "long",     "namespace", "new",      "not",    "operator", "or",       "private", "protected", "public",
     "register", "return",    "short",    "signed", "sizeof",   "static",   "struct",  "switch",    "template",
     "this",     "throw",     "true",     "try",    "typedef",  "typename", "union",   "unsigned",  "using",
     "virtual",  "void",      "volatile", "while",  "xor"});

std::string base_type(const Enum& e) { return fmt::format("std::{}int{}_t", e.is_signed ? "" : "u", e.width * 8); }

void write_enum(std::string& out, const Enum& e) {
  fmt::format_to(std::back_inserter(out), "enum class {} : {} {{\n", e.name, base_type(e));
  for (const auto& [name, value] : e.values) {
    if (e.is_signed) {
      fmt::format_to(std::back_inserter(out), "  {} = {},\n", identifier(name), static_cast<std::int64_t>(value));
    } else if (e.is_flags) {
      fmt::format_to(std::back_inserter(out), "  {} = 0x{:x},\n", identifier(name), value);
    } else {
      fmt::format_to(std::back_inserter(out), "  {} = {},\n", identifier(name), value);
    }
  }
  out += "};\n";
}

constexpr std::string_view kBegin =
    "// Made by the schema compiler from emulator/qmi/schema; not to be edited.\n#pragma once\n\n";

}  // namespace

std::string identifier(std::string_view name) {
  std::string made(name);
  std::replace_if(
      made.begin(), made.end(), [](char c) { return c == ' ' || c == '-' || c == '.' || c == '/'; }, '_');
  if (!made.empty() && ascii::is_digit(made[0])) made.insert(made.begin(), '_');
  if (std::find(kKeywords.begin(), kKeywords.end(), made) != kKeywords.end()) made.push_back('_');
  return made;
}

std::string snake_case(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), ascii::lower);
  return identifier(lower);
}

std::string camel_case(std::string_view name) {
  std::string made;
  bool begins = true;
  for (const char c : name) {
    if (c == ' ' || c == '-' || c == '_') {
      begins = true;
      continue;
    }
    made.push_back(begins ? ascii::upper(c) : c);
    begins = false;
  }
  return identifier(made);
}

std::string write_error_codes(const Schema& schema) {
  std::string out(kBegin);
  out += "#include <cstdint>\n\nnamespace modembench::qmi {\n\n";
  if (schema.error_codes) write_enum(out, schema.enums[*schema.error_codes]);
  return out + "\n}  // namespace modembench::qmi\n";
}

std::string write_service_numbers(const Schema& schema) {
  std::string out(kBegin);
  out += "#include <cstdint>\n\n";
  for (const Service& service : schema.services) {
    fmt::format_to(std::back_inserter(out),
                   "namespace modembench::qmi::{} {{\ninline constexpr std::uint8_t service = 0x{:02x};\n}}\n",
                   snake_case(service.name), service.id);
  }
  return out;
}

std::string write_enums(const Schema& schema, const Service& service) {
  std::string out(kBegin);
  out +=
      "#include <cstdint>\n\n#include \"emulator/qmi/error_code.hpp\"\n#include \"emulator/qmi/service_numbers.hpp\"\n";
  const std::string name = snake_case(service.name);
  fmt::format_to(std::back_inserter(out), "\nnamespace modembench::qmi::{} {{\n", name);
  for (const EnumId id : service.enums) {
    out += "\n";
    write_enum(out, schema.enums[id]);
  }
  fmt::format_to(std::back_inserter(out), "\n}}  // namespace modembench::qmi::{}\n", name);
  return out;
}

}  // namespace modembench::qmi::compiler
