#pragma once

#include <string>
#include <vector>

#include "bench/language/load.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/embedded.hpp"
#include "fuzz/campaign/twist.hpp"

namespace modembench::fuzz {

/// What a campaign's tries have in common: a modem as it stands at the start, what happens to it anyway, and a client.
struct Scene {
  std::string modem{kUsualModem};
  std::string set;                 ///< YAML on one line; may be empty
  std::vector<std::string> rules;  ///< the rules that the scenario itself has under `when`, one YAML line each
  std::string client;              ///< YAML on one line: a name, or a map
  std::string deadline = "300s";
};

/// The scene of a scenario's file, for one client of it or another one. Paths in the scene mean the same from
/// everywhere. The first variant of the file's matrix is taken.
[[nodiscard]] bench::Loaded<Scene> read_scene(const std::string& text, const std::string& file,
                                              const bench::ReadOptions& options);

/// The whole file of a try. `expect` are lines of YAML, one expectation each; `remarks` go before everything.
[[nodiscard]] std::string to_yaml(const Scene& scene, const Try& what, const std::string& about,
                                  const std::vector<std::string>& expect, const std::vector<std::string>& remarks = {});

}  // namespace modembench::fuzz
