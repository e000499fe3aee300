#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"

/// The matrix of a scenario, whose combinations are its variants:
///   matrix: {family: [4, 6], fault: {lost: {drop: true}, late: {delay: 5s}}}
namespace modembench::bench {

/// One value that a variable of the matrix can have.
struct Choice {
  std::string label;  ///< the value's name, or the value itself on one line
  YamlNode value;
};

/// A variable of the matrix with all its values.
struct Dimension {
  std::string name;
  std::vector<Choice> choices;  ///< empty if `options.variables` names none of them
};

/// Reads the value of `matrix`; nothing has no dimension. Of a variable that `options.variables` gives only the value
/// with that label is left. More than kMaxVariants combinations are a mistake.
[[nodiscard]] std::vector<Dimension> read_matrix(Reader& reader, const std::optional<YamlNode>& node,
                                                 const ReadOptions& options);

/// The bytes of the longest label.
[[nodiscard]] std::size_t longest_label(const Dimension& dimension);

}  // namespace modembench::bench
