#include <iterator>

#include <fmt/format.h>

#include "emulator/qmi/compiler/model.hpp"

namespace modembench::qmi::compiler {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string_view shape_name(Shape shape) {
  switch (shape) {
    case Shape::integer:
      return "integer";
    case Shape::ipv4:
      return "ipv4";
    case Shape::ipv6:
      return "ipv6";
    case Shape::string:
      return "string";
    case Shape::bytes:
      return "bytes";
    case Shape::array:
      return "array";
    case Shape::structure:
      return "structure";
  }
  return "";
}

std::string_view length_name(Length length) {
  switch (length) {
    case Length::rest:
      return "rest";
    case Length::u8:
      return "u8";
    case Length::u16:
      return "u16";
    case Length::u32:
      return "u32";
    case Length::fixed:
      return "fixed";
  }
  return "";
}

std::string_view known_name(Known known) {
  switch (known) {
    case Known::everywhere:
      return "everywhere";
    case Known::newer_than_gobi:
      return "newer_than_gobi";
    case Known::gobi_only:
      return "gobi_only";
  }
  return "";
}

class Writer {
 public:
  explicit Writer(const Schema& schema) : schema_(schema) {}

  std::string write() {
    add("// Made by the schema compiler from emulator/qmi/schema; not to be edited.\n"
        "#include \"emulator/qmi/schema.hpp\"\n\nnamespace modembench::qmi {{\n\nnamespace {{\n\n");
    for (EnumId id = 0; id < schema_.enums.size(); ++id) write_enum(id);
    for (TypeId id = 0; id < schema_.types.size(); ++id) write_type(id);
    for (const Service& service : schema_.services) write_messages(service);
    write_services();
    add("constexpr TlvSpec kResult{{0x02, \"result\", &kType{}, true, Known::everywhere}};\n\n", *schema_.result);
    add("}}  // namespace\n\nstd::span<const ServiceSpec> services() {{ return kServices; }}\n\n"
        "const EnumSpec& error_codes() {{ return kEnum{}; }}\n\n"
        "const TlvSpec& result_tlv() {{ return kResult; }}\n\n}}  // namespace modembench::qmi\n",
        *schema_.error_codes);
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void write_enum(EnumId id) {
    const Enum& e = schema_.enums[id];
    add("constexpr EnumValue kEnum{}Values[] = {{\n", id);
    for (const auto& [name, value] : e.values) add("    {{0x{:x}ULL, {}}},\n", value, quoted(name));
    add("}};\nconstexpr EnumSpec kEnum{0}{{{1}, {2}, kEnum{0}Values}};\n\n", id, quoted(e.name), e.is_flags);
  }

  void write_type(TypeId id) {
    const Type& type = schema_.types[id];
    std::string members = "{}";
    if (!type.members.empty()) {
      add("constexpr MemberSpec kType{}Members[] = {{\n", id);
      for (const Member& member : type.members) {
        add("    {{{}, &kType{}, {}}},\n", quoted(member.name), member.type, member.optional);
      }
      add("}};\n");
      members = fmt::format("kType{}Members", id);
    }
    add("constexpr TypeSpec kType{}{{Shape::{}, {}, {}, {}, Length::{}, {}, {}, {}, {}, {}}};\n", id,
        shape_name(type.shape), type.width, type.is_signed, type.big_endian, length_name(type.length),
        type.fixed_length, type.enumeration ? fmt::format("&kEnum{}", *type.enumeration) : "nullptr",
        type.element ? fmt::format("&kType{}", *type.element) : "nullptr", members, flat_size(id));
  }

  [[nodiscard]] std::uint32_t flat_size(TypeId id) const {
    const Type& type = schema_.types[id];
    if (type.shape == Shape::integer) return type.width;
    if (type.shape != Shape::structure) return 0;
    std::uint32_t sum = 0;
    for (const Member& member : type.members) {
      const std::uint32_t size = member.optional ? 0 : flat_size(member.type);
      if (size == 0) return 0;
      sum += size;
    }
    return sum;
  }

  /// Writes the array of these TLVs. Returns the C++ name of the array; "{}" for no TLV.
  std::string write_tlvs(const Service& service, const Message& message, std::string_view part,
                         const std::vector<Tlv>& tlvs) {
    if (tlvs.empty()) return "{}";
    std::string name = fmt::format("k{}_{:04x}_{}", service.name, message.id, part);
    add("constexpr TlvSpec {}[] = {{\n", name);
    for (const Tlv& tlv : tlvs) {
      add("    {{0x{:02x}, {}, &kType{}, {}, Known::{}}},\n", tlv.id, quoted(tlv.name), tlv.type, tlv.mandatory,
          known_name(tlv.known));
    }
    add("}};\n");
    return name;
  }

  void write_messages(const Service& service) {
    if (service.messages.empty()) return;
    std::string rows;
    for (const Message& message : service.messages) {
      const std::string request = write_tlvs(service, message, "request", message.request);
      const std::string response = write_tlvs(service, message, "response", message.response);
      const std::string indication = write_tlvs(service, message, "indication", message.indication);
      fmt::format_to(std::back_inserter(rows), "    {{0x{:04x}, {}, {}, {}, Known::{}, {}, {}, {}, {}}},\n", message.id,
                     quoted(message.name), message.has_request, message.has_indication, known_name(message.known),
                     request, response, indication, message.name_only);
    }
    add("constexpr MessageSpec k{}Messages[] = {{\n{}}};\n\n", service.name, rows);
  }

  void write_services() {
    add("constexpr ServiceSpec kServices[] = {{\n");
    for (const Service& service : schema_.services) {
      add("    {{0x{:02x}, {}, {}, {}}},\n", service.id, quoted(service.name), quoted(service.about),
          service.messages.empty() ? std::string("{}") : fmt::format("k{}Messages", service.name));
    }
    add("}};\n\n");
  }

  const Schema& schema_;
  std::string out_;
};

}  // namespace

std::string write_tables(const Schema& schema) { return Writer(schema).write(); }

}  // namespace modembench::qmi::compiler
