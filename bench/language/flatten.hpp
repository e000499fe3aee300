#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// A scenario's file as it is for one variant of its matrix: what it extends merged in, every `${name}` filled in.
struct FlatScenario {
  YamlNode root;        ///< without `extends`, `vars` and `matrix`
  std::string variant;  ///< "family=6, delay=2s"; empty if there is no matrix
};

/// `extends: base.yaml` (one level): maps are merged key by key, the scenario's own value wins; `seen`, `when` and
/// `expect` are the base's with the scenario's own behind them; anything else is replaced.
/// `vars: {apn: internet}`, then `${apn}` wherever text stands; where it is all of the text, the variable may be a list
/// or map. `$${` is a plain `${`. `options.variables` win over `vars`.
/// `matrix: {family: [4, 6], fault: {lost: {drop: true}, late: {delay: 5s}}}`: one variant for each combination, each
/// of its names a variable.
/// Each is given to `take` when it is made, so that only one of them is there at a time. What would be more than
/// kMaxFilledValues or kMaxFilledText, a variable that contains itself, and what gets more than kMaxYamlDepth deep, is
/// a mistake, and not made.
void flatten(Reader& reader, YamlNode root, const ReadOptions& options, const std::function<void(FlatScenario)>& take);

/// The file that a scenario names at `at`, or null with a mistake.
[[nodiscard]] std::optional<std::string> read_named(Reader& reader, const YamlNode& at, const std::string& path,
                                                    const ReadOptions& options);

/// The names of the scenario's own variables and those of its matrix.
[[nodiscard]] std::vector<std::string> variable_names(const YamlNode& root);

/// Whether a modem or a client is given by a file's path rather than by its name.
[[nodiscard]] bool is_path(const std::string& given);
/// `path` as the file it is named in means it.
[[nodiscard]] std::string path_from(const std::string& file, const std::string& path);

}  // namespace modembench::bench
