#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "bench/plan/mistake.hpp"
#include "bench/plan/scenario.hpp"

/// Files of the language, read: the way in for everybody else.
namespace modembench::bench {

/// What a file is read with.
struct ReadOptions {
  /// Reads another file that the scenario names (`modem: ./other.yaml`, `extends: base.yaml`), or says in words why it
  /// can't, with its path; null: there is none.
  using ReadFile = std::function<tl::expected<std::string, std::string>(const std::string& path)>;
  ReadFile read_file{};
  std::map<std::string, std::string> variables{};  ///< given from outside, in the place of the scenario's own `vars`
};

/// Reads a scenario's text, one for each variant of its matrix; `file` names it in mistakes and is where relative
/// paths start from. All mistakes of a file are found at once.
[[nodiscard]] Loaded<std::vector<Scenario>> load_scenarios(std::string_view text, const std::string& file,
                                                           const ReadOptions& options);

/// The modem that `name` means as `modem:` of a scenario does: a built-in one, or a file.
[[nodiscard]] Loaded<ModemFile> find_modem(const std::string& name, const ReadOptions& options);

/// The ports that built-in modems have, each once.
[[nodiscard]] std::vector<PortName> built_in_ports();

/// A modem's YAML (its identity, fixed answers and its own `set:`), as `modem:` names it: one of the
/// built-in ones, or a path.
[[nodiscard]] Loaded<ModemFile> load_modem(std::string_view text, const std::string& file);

}  // namespace modembench::bench
