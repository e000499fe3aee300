#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "bench/plan/mistake.hpp"
#include "bench/plan/scenario.hpp"

/// Reading of the language's files. Everybody outside of this folder begins here.
namespace modembench::bench {

/// What the reading of a file depends on besides its text.
struct ReadOptions {
  /// Reads another file that the scenario names (`modem: ./other.yaml`, `extends: base.yaml`). Returns its text, or
  /// says in words, with the path, why it can't be read. Null if there is no other file to be had.
  using ReadFile = std::function<tl::expected<std::string, std::string>(const std::string& path)>;
  ReadFile read_file{};
  std::map<std::string, std::string> variables{};  ///< they replace the scenario's own `vars` of these names
};

/// Reads a scenario's text. Returns a scenario for each variant of its matrix, or all mistakes of the file. `file` is
/// the file's name in mistakes; relative paths start from its folder.
[[nodiscard]] Loaded<std::vector<Scenario>> load_scenarios(std::string_view text, const std::string& file,
                                                           const ReadOptions& options);

/// Finds the modem that `modem: NAME` of a scenario means: a built-in one, or that of a file.
[[nodiscard]] Loaded<ModemFile> find_modem(const std::string& name, const ReadOptions& options);

/// The ports that the built-in modems have, each once.
[[nodiscard]] std::vector<PortName> built_in_ports();

/// Reads a modem's text: its identity, its fixed answers and its own `set:`. `file` is the file's name in mistakes.
[[nodiscard]] Loaded<ModemFile> load_modem(std::string_view text, const std::string& file);

}  // namespace modembench::bench
