#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/qmi/spec.hpp"

/// The schema in memory. The reader makes it of the YAML files; the writers turn it into C++. Its members mean what
/// those of the same name in emulator/qmi/spec.hpp do.
namespace modembench::qmi::compiler {

using TypeId = std::size_t;  ///< index into Schema::types
using EnumId = std::size_t;  ///< index into Schema::enums

struct Enum {
  std::string name{};
  std::uint8_t width = 1;
  bool is_signed = false;
  bool is_flags = false;
  /// Names with their values, sorted by value; a negative one is in two's complement of 64 bits.
  std::vector<std::pair<std::string, std::uint64_t>> values{};
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
  std::optional<std::size_t> group{};  ///< the group that it belongs to, an index into Service::groups
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
  std::vector<std::pair<std::string, TypeId>> structures{};  ///< the named structures, in the order of the file
  std::vector<Group> groups{};
  std::vector<Message> messages{};
};

struct Schema {
  std::vector<Type> types{};  ///< a type stands behind those that it is made of
  std::vector<Enum> enums{};
  std::vector<Service> services{};
  std::optional<EnumId> error_codes{};
  std::optional<EnumId> service_names{};  ///< the type `Service`: the names of all services
  std::optional<TypeId> result{};         ///< the type of the Result TLV

  /// The index of a type that equals this one. Equal types are kept once.
  TypeId intern(const Type& type);
  /// The fewest bytes a value of this type can have.
  [[nodiscard]] std::size_t smallest(TypeId type) const;
  /// Whether a value of this type ends only where its TLV ends.
  [[nodiscard]] bool open_ended(TypeId type) const;
  /// How deep lists and structures stand in one another in this type.
  [[nodiscard]] std::size_t depth(TypeId type) const;
};

/// A mistake in a schema file.
struct Mistake {
  std::string file{};
  int line = 0;    ///< from 1
  int column = 0;  ///< from 1
  std::string what{};

  /// The mistake in one line: "wds.yaml:12:7: there is no type \"u33\"; did you mean \"u32\"?".
  [[nodiscard]] std::string to_string() const;
  bool operator==(const Mistake&) const = default;
};

/// A file of the schema.
struct Source {
  std::string file{};  ///< its name in mistakes
  std::string text{};
};

/// The outcome of reading a schema.
struct Reading {
  Schema schema;
  /// The mistakes in the order in which they were met. The schema is of use only if there are none.
  std::vector<Mistake> mistakes{};
};

/// Reads all files of a schema. services.yaml must come before the files that describe a service.
[[nodiscard]] Reading read_schema(const std::vector<Source>& sources);

/// A file of C++ that the compiler makes; `path` is below `emulator/qmi`.
struct Made {
  std::string path{};
  std::string text{};
};

/// All files that are made of a schema: the tables, and for each service its enums and its typed messages.
[[nodiscard]] std::vector<Made> write_all(const Schema& schema);

/// The text of the source that defines `services()`, `error_codes()` and `result_tlv()` of schema.hpp.
[[nodiscard]] std::string write_tables(const Schema& schema);
/// The text of the header with the error codes of the Result TLV.
[[nodiscard]] std::string write_error_codes(const Schema& schema);
/// The text of the header with the number of each service: `wds::service`.
[[nodiscard]] std::string write_service_numbers(const Schema& schema);
/// The text of the header with the enums of a service: `wds::IpFamily`.
[[nodiscard]] std::string write_enums(const Schema& schema, const Service& service);

/// A name in small letters, "start_network" for "Start Network". A keyword of C++ gets an underscore.
[[nodiscard]] std::string snake_case(std::string_view name);
/// The name of a struct, "ProfileSettings" for "profile settings".
[[nodiscard]] std::string camel_case(std::string_view name);
/// A name as C++ can have it, "_3GPP" for "3GPP".
[[nodiscard]] std::string identifier(std::string_view name);

}  // namespace modembench::qmi::compiler
