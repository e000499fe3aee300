#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"

/// The variables of a scenario: `vars: {apn: internet}`, and those of its matrix.
namespace modembench::bench {

/// The variables of one variant, by their names. Values are referred to and must outlive this object.
class Variables {
 public:
  /// Adds a variable. One that has this name already stays as it is.
  void add(const std::string& name, const YamlNode& value);
  /// A variable's value; null if there is none of this name.
  [[nodiscard]] const YamlNode* find(const std::string& name) const;
  /// The size of a variable's value. The variable must be there.
  [[nodiscard]] YamlSize size(const std::string& name);
  /// All names, in the order in which they were added.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Variable {
    const YamlNode* value = nullptr;
    std::optional<YamlSize> size;  ///< nothing: not asked for yet
  };
  std::unordered_map<std::string, Variable> known_;
  std::vector<std::string> names_;
};

/// Notes a mistake where a variable's name has anything but letters, digits, '-' and '_'.
void check_variable_name(Reader& reader, const YamlNode& name);

/// The map that is the value of `vars`, with the values of `options.variables` in the place of its own. An empty node
/// for nothing.
[[nodiscard]] YamlNode read_variables(Reader& reader, std::optional<YamlNode> node, const ReadOptions& options);

/// The names of a scenario's own variables and those of its matrix. `root` is the scenario as it is written.
[[nodiscard]] std::vector<std::string> variable_names(const YamlNode& root);

}  // namespace modembench::bench
