#include <iterator>
#include <map>

#include <fmt/format.h>

#include "emulator/qmi/compiler/cpp_types.hpp"

namespace modembench::qmi::compiler {

namespace {

/// Writes the places of all values in the structs of a service, as constexpr tables. A table refers only to tables
/// before it.
class LayoutsWriter {
 public:
  LayoutsWriter(const Schema& schema, const Service& service) : service_(service), plan_(schema, service) {}

  std::string write() {
    add("// Made by the schema compiler from emulator/qmi/schema; not to be edited.\n"
        "#include \"emulator/qmi/messages/{}.hpp\"\n\n#include <cstddef>\n\n#include \"emulator/qmi/layout.hpp\"\n\n"
        "namespace modembench::qmi {{\n\nnamespace {{\n\n",
        plan_.name());
    // Of a group the layouts of its TLVs are needed; the group as a whole is no value.
    for (const CppStruct& shared : plan_.shared()) write_structure(shared);
    std::string definitions;
    for (const Message& message : service_.messages) {
      for (const CppKind& kind : kinds_of(message)) write_message(message, kind, definitions);
    }
    add("}}  // namespace\n\n{}\n}}  // namespace modembench::qmi\n", definitions);
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  /// The C++ name of the table for the struct `scope`.
  static std::string table(const std::string& scope) {
    std::string name = "k";
    for (const char c : scope) name.push_back(c == ':' ? '_' : c);
    return name;
  }

  /// The C++ name of the layout of a type. A layout that isn't there yet is written first.
  std::string layout_of(const CppType& type) {
    switch (type.shape) {
      case Shape::integer:
        return fmt::format("kNumber{}", 8 * type.size);
      case Shape::string:
      case Shape::ipv4:
      case Shape::ipv6:
        return "kText";
      case Shape::bytes:
        return type.size == 0 ? std::string("kRaw") : fmt::format("kFixed<{}>", type.size);
      case Shape::structure:
        return table(type.name);
      case Shape::array:
        break;
    }
    const auto known = lists_.find(type.name);
    if (known != lists_.end()) return known->second;
    const std::string element = layout_of(*type.element);
    const std::string name = table(fmt::format("{}::List{}", plan_.name(), lists_.size()));
    add("constexpr Layout {}{{.held = Held::list, .list = &kListOf<{}>, .element = &{}}};\n", name, type.element->name,
        element);
    lists_.emplace(type.name, name);
    return name;
  }

  std::string place(const std::string& offset, const CppMember& member) {
    return fmt::format("{{{}, &{}, {}}}", offset, layout_of(member.type),
                       member.optional ? fmt::format("&kOptional<{}>", member.type.name) : "nullptr");
  }

  void write_structure(const CppStruct& made) {
    for (const CppStruct& nested : made.nested) write_structure(nested);
    std::string rows;
    for (const CppMember& member : made.members) {
      rows += fmt::format("    {},\n", place(fmt::format("offsetof({}, {})", made.scope, member.name), member));
    }
    add("constexpr Place {0}Members[] = {{\n{1}}};\n"
        "[[maybe_unused]] constexpr Layout {0}{{.held = Held::structure, .members = {0}Members}};\n",
        table(made.scope), rows);
  }

  void write_message(const Message& message, const CppKind& kind, std::string& definitions) {
    const CppStruct made = plan_.message(message, kind.kind, *kind.tlvs);
    for (const CppStruct& nested : made.nested) write_structure(nested);
    std::string rows;
    for (const CppTlv& tlv : plan_.places(made, *kind.tlvs)) {
      std::string offset = fmt::format("offsetof({}, {})", tlv.owner->scope, tlv.member->name);
      if (!tlv.group.empty()) offset = fmt::format("offsetof({}, {}) + {}", made.scope, tlv.group, offset);
      rows += fmt::format("    {{0x{:02x}, {}, {}}},\n", tlv.tlv->id, tlv.tlv->mandatory, place(offset, *tlv.member));
    }
    const std::string name = table(made.scope);
    if (!rows.empty()) add("constexpr TlvPlace {}[] = {{\n{}}};\n", name, rows);
    fmt::format_to(std::back_inserter(definitions),
                   "const MessageLayout {}::layout{{0x{:02x}, 0x{:04x}, MessageKind::{}, {}}};\n", made.scope,
                   service_.id, message.id, snake_case(kind.kind), rows.empty() ? "{}" : name);
  }

  const Service& service_;
  CppService plan_;
  std::string out_;
  std::map<std::string, std::string> lists_;  ///< the names of their layouts, by their C++ types
};

}  // namespace

std::string write_layouts(const Schema& schema, const Service& service) {
  return LayoutsWriter(schema, service).write();
}

}  // namespace modembench::qmi::compiler
