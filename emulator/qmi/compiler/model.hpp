#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/qmi/spec.hpp"

/// The schema in memory: what the reader makes of the YAML files and the writers turn into C++.
namespace modembench::qmi::compiler {

using TypeId = std::size_t;  ///< index into Schema::types
using EnumId = std::size_t;  ///< index into Schema::enums

struct Enum {
  std::string name{};
  std::uint8_t width = 1;
  bool is_signed = false;
  bool is_flags = false;
  std::vector<std::pair<std::string, std::uint64_t>> values{};  ///< sorted; negative ones in two's complement
};

struct Member {
  std::string name{};
  TypeId type = 0;
  bool optional = false;
  bool operator==(const Member&) const = default;
};

struct Type {
  Shape shape = Shape::bytes;
  std::uint8_t width = 0;
  bool is_signed = false;
  bool big_endian = false;
  Length length = Length::rest;
  std::uint32_t fixed_length = 0;
  std::optional<EnumId> enumeration{};
  std::optional<TypeId> element{};
  std::vector<Member> members{};
  bool operator==(const Type&) const = default;
};

struct Tlv {
  std::uint8_t id = 0;
  std::string name{};
  TypeId type = 0;
  bool mandatory = false;
  Known known = Known::everywhere;
  std::optional<std::size_t> group{};  ///< index into Service::groups of the one that brought it
};

/// TLVs that several messages share.
struct Group {
  std::string name{};
  std::vector<Tlv> tlvs{};
};

struct Message {
  std::uint16_t id = 0;
  std::string name{};
  bool has_request = true;
  bool has_indication = false;
  bool name_only = false;
  Known known = Known::everywhere;
  std::vector<Tlv> request{};
  std::vector<Tlv> response{};
  std::vector<Tlv> indication{};
};

struct Service {
  std::uint8_t id = 0;
  std::string name{};
  std::string about{};
  std::vector<EnumId> enums{};
  std::vector<std::pair<std::string, TypeId>> structures{};  ///< those with a name, in the order of the file
  std::vector<Group> groups{};
  std::vector<Message> messages{};
};

struct Schema {
  std::vector<Type> types{};  ///< what a type is made of stands before it
  std::vector<Enum> enums{};
  std::vector<Service> services{};
  std::optional<EnumId> error_codes{};
  std::optional<EnumId> service_names{};  ///< the type Service: every service by its number
  std::optional<TypeId> result{};         ///< what the Result TLV holds

  /// The index of a type like this one; equal types are kept once.
  TypeId intern(const Type& type);
  /// The fewest bytes a value of this type can have.
  [[nodiscard]] std::size_t smallest(TypeId type) const;
  /// Whether only the end of the TLV says where a value ends.
  [[nodiscard]] bool open_ended(TypeId type) const;
  /// How many lists and structures stand in one another.
  [[nodiscard]] std::size_t depth(TypeId type) const;
};

/// A mistake in a schema file.
struct Mistake {
  std::string file{};
  int line = 0;    ///< from 1
  int column = 0;  ///< from 1
  std::string what{};

  /// "wds.yaml:12:7: there is no type \"u33\"; did you mean \"u32\"?"
  [[nodiscard]] std::string to_string() const;
  bool operator==(const Mistake&) const = default;
};

struct Source {
  std::string file{};  ///< its name in mistakes
  std::string text{};
};

struct Reading {
  Schema schema;
  std::vector<Mistake> mistakes{};  ///< in the order they were met; the schema is of use only if there are none
};

/// Reads all files of a schema; services.yaml before those that describe a service.
[[nodiscard]] Reading read_schema(const std::vector<Source>& sources);

/// A file of C++ that the compiler makes; `path` is below `emulator/qmi`.
struct Made {
  std::string path{};
  std::string text{};
};

/// Everything that is made of a schema: the tables, and the enums and typed messages of each service in files of
/// their own.
[[nodiscard]] std::vector<Made> write_all(const Schema& schema);

/// The C++ source that defines `services()` and `error_codes()` of schema.hpp.
[[nodiscard]] std::string write_tables(const Schema& schema);
/// The header with the error codes of the Result TLV.
[[nodiscard]] std::string write_error_codes(const Schema& schema);
/// The header with the number of every service: `wds::service`.
[[nodiscard]] std::string write_service_numbers(const Schema& schema);
/// The header with the enums of one service: `wds::IpFamily`.
[[nodiscard]] std::string write_enums(const Schema& schema, const Service& service);

/// "Start Network" -> "start_network"; a name that C++ can't have gets an underscore.
[[nodiscard]] std::string snake_case(std::string_view name);
/// "profile settings" -> "ProfileSettings", the name of a struct.
[[nodiscard]] std::string camel_case(std::string_view name);
/// An enum value's name as C++ can have it: "3GPP" -> "_3GPP".
[[nodiscard]] std::string identifier(std::string_view name);

}  // namespace modembench::qmi::compiler
