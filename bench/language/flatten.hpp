#pragma once

#include <functional>
#include <string>

#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"

namespace modembench::bench {

/// A scenario's file as it is for one variant of its matrix: its base merged in, every `${name}` filled in.
struct FlatScenario {
  YamlNode root;        ///< without `extends`, `vars` and `matrix`
  std::string variant;  ///< "family=6, delay=2s"; empty if there is no matrix
};

/// Gives each variant of a scenario to `take` when it is made, so that only one of them is there at a time.
/// `extends` (extend.hpp) comes first, then each combination of `matrix` (matrix.hpp) with its variables and those of
/// `vars` (variables.hpp) filled in (fill.hpp). The matrix's variables win over `vars`, and `options.variables` over
/// both. A variant that has no room in the Ledger isn't made; a mistake says so.
void flatten(Reader& reader, YamlNode root, const ReadOptions& options, const std::function<void(FlatScenario)>& take);

}  // namespace modembench::bench
