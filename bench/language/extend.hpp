#pragma once

#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"

namespace modembench::bench {

/// A scenario with its base beneath it: the file that `extends: base.yaml` names, with the scenario's own keys put on
/// top. `extends` is the value of that key. Maps are merged key by key, and the scenario's own value wins. The lists of
/// `seen`, `when` and `expect` are the base's with the scenario's own behind them. Anything else is replaced.
/// There is one level: a base that extends another file is a mistake. If the base can't be had, a mistake is noted and
/// the scenario stays as it is.
[[nodiscard]] YamlNode extended(Reader& reader, YamlNode root, const YamlNode& extends, const ReadOptions& options);

}  // namespace modembench::bench
