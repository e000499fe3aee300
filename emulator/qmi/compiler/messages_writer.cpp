#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/compiler/cpp_types.hpp"

namespace modembench::qmi::compiler {

namespace {

template <class... Args>
void add(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

/// Writes a struct. `tail` is a line that follows its members.
void write_struct(std::string& out, const CppStruct& made, std::string_view tail = {}) {
  for (const CppStruct& nested : made.nested) write_struct(out, nested);
  add(out, "struct {} {{\n", made.name);
  for (const CppStruct& nested : made.nested) add(out, "  using {} = {};\n", nested.alias, nested.name);
  for (const CppMember& member : made.members) {
    const std::string type = member.optional ? fmt::format("std::optional<{}>", member.type.name) : member.type.name;
    add(out, "  {} {}{{}};{}\n", type, member.name, member.about.empty() ? "" : "  ///< " + member.about);
  }
  add(out, "{}  bool operator==(const {}&) const = default;\n}};\n", tail, made.name);
}

void write_ids(std::string& out, std::string_view part, const std::vector<Tlv>& tlvs) {
  if (tlvs.empty()) return;
  add(out, "namespace {} {{\n", part);
  for (const Tlv& tlv : tlvs) {
    add(out, "inline constexpr std::uint8_t {} = 0x{:02x};\n", snake_case(tlv.name), tlv.id);
  }
  add(out, "}}  // namespace {}\n", part);
}

void write_message(std::string& out, const CppService& service, const Message& message) {
  const std::string name = snake_case(message.name);
  add(out, "\nnamespace {} {{\ninline constexpr std::uint16_t id = 0x{:04x};\n", name, message.id);
  write_ids(out, "request", message.request);
  write_ids(out, "response", message.response);
  write_ids(out, "indication", message.indication);
  const std::string tail = fmt::format(
      "  static constexpr std::uint16_t kMessage = 0x{:04x};\n  static const MessageLayout layout;\n", message.id);
  for (const CppKind& kind : kinds_of(message)) {
    write_struct(out, service.message(message, kind.kind, *kind.tlvs), tail);
  }
  add(out, "}}  // namespace {}\n", name);
}

void write_list(std::string& out, const Service& service) {
  out += "\n/// Every message of the service, in every kind it comes in.\nusing Messages = MessageList<";
  std::string_view comma = "\n    ";
  for (const Message& message : service.messages) {
    for (const CppKind& kind : kinds_of(message)) {
      add(out, "{}{}::{}", std::exchange(comma, ",\n    "), snake_case(message.name), kind.kind);
    }
  }
  out += ">;\n";
}

}  // namespace

std::string write_messages(const Schema& schema, const Service& service) {
  const CppService plan(schema, service);
  std::string out =
      "// Made by the schema compiler from emulator/qmi/schema; not to be edited.\n#pragma once\n\n"
      "#include <array>\n#include <cstdint>\n#include <optional>\n#include <string>\n#include <vector>\n\n"
      "#include \"emulator/qmi/bytes.hpp\"\n";
  add(out, "#include \"emulator/qmi/enums/{}.hpp\"\n#include \"emulator/qmi/message_list.hpp\"\n\n", plan.name());
  add(out, "namespace modembench::qmi::{} {{\n", plan.name());
  for (const CppStruct& shared : plan.shared()) {
    out += "\n";
    write_struct(out, shared);
  }
  for (const Message& message : service.messages) write_message(out, plan, message);
  write_list(out, service);
  add(out, "\n}}  // namespace modembench::qmi::{}\n", plan.name());
  return out;
}

}  // namespace modembench::qmi::compiler
