#pragma once

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "emulator/qmi/compiler/model.hpp"

/// Parts that the readers of the schema share. A reader never throws for a mistake in the file. It notes the mistake
/// and goes on with what it can still read.
namespace modembench::qmi::compiler {

/// The file that is being read, and the list of its mistakes.
struct File {
  std::string name{};
  std::vector<Mistake>* mistakes = nullptr;

  void mistake(const YAML::Node& where, std::string what) const;
};

/// Reads a number, decimal or 0x…, with a minus where `Number` is signed. Returns nothing for any other text.
template <class Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const int base = text.starts_with("0x") ? 16 : 10;
  if (base == 16) text.remove_prefix(2);
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return negative ? static_cast<Number>(-number) : number;
}

/// Whether a name has only letters, digits, spaces, '-' and '_', as a scenario and C++ can write it. If not, a mistake
/// is noted.
bool check_name(const File& file, const YAML::Node& where, std::string_view name);

/// The end of a mistake's sentence, "; did you mean \"u32\"?"; empty if no known name is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

/// A key such as "0x14 apn, newer": a number, a name, and words after commas.
struct Heading {
  std::uint64_t id = 0;
  std::string name{};
  bool mandatory = false;
  bool indication_only = false;
  bool name_only = false;
  Known known = Known::everywhere;
};

/// Reads a heading, "NUMBER NAME, WORD…". `allowed` are the words that this heading may have.
[[nodiscard]] std::optional<Heading> read_heading(const File& file, const YAML::Node& key, std::uint64_t largest,
                                                  const std::vector<std::string>& allowed);

/// Reads the types of one service. It knows those that every schema has, and those that the file has named so far.
class TypeReader {
 public:
  TypeReader(Schema& schema, const File& file);

  /// Reads a section of enums, or of masks (`is_flags`), and adds them to `made`.
  void read_enums(const YAML::Node& section, bool is_flags, std::vector<EnumId>& made);
  /// Reads the section of named types. Structures are added to `structures`, with their names.
  void read_named_types(const YAML::Node& section, std::vector<std::pair<std::string, TypeId>>& structures);
  /// Reads a type as it stands on the right of a TLV or member. Returns nothing where it has noted a mistake.
  std::optional<TypeId> read(const YAML::Node& node);

 private:
  std::optional<Enum> read_enum(const YAML::Node& key, const YAML::Node& values, bool is_flags);
  std::optional<TypeId> read_words(const YAML::Node& node, std::string_view words);
  std::optional<TypeId> read_name(const YAML::Node& node, std::string_view name);
  /// Reads "u8 of Cause": an enum in a number of another size than its own.
  std::optional<TypeId> resized(const YAML::Node& node, std::string_view size, std::string_view name);
  std::optional<TypeId> read_structure(const YAML::Node& node);
  static std::optional<Type> read_sized(std::string_view name);
  std::optional<TypeId> list_of(const YAML::Node& node, std::string_view list, std::optional<TypeId> element);
  /// Returns the type. Notes a mistake, and returns nothing, if it is deeper than the codec can follow.
  std::optional<TypeId> shallow(const YAML::Node& node, TypeId type);
  bool name_is_free(const YAML::Node& key, const std::string& name);

  Schema& schema_;
  const File& file_;
  std::map<std::string, TypeId, std::less<>> named_;
};

}  // namespace modembench::qmi::compiler
