#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// `client:` or `catches:`: a client, or a list of them, each NAME, PATH or
///   {run: NAME, as: LABEL, start: 3s after registered, with: {apn: net}}
/// Whether there is such a client is for client_under_test to say.
[[nodiscard]] std::optional<std::vector<ClientUse>> read_clients(Reader& reader, const YamlNode& node);

/// A name or a path that isn't empty.
[[nodiscard]] std::optional<std::string> read_client_name(Reader& reader, const YamlNode& node);
/// When a client starts: not after itself.
[[nodiscard]] std::optional<AtTime> read_start(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
