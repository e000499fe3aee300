#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Reads the value of `client:` or `catches:`, a client or a list of them. A client is NAME, PATH or
///   {run: NAME, as: LABEL, start: 3s after registered, with: {apn: net}}
/// Whether there is a client of that name is checked by client_under_test.
[[nodiscard]] std::optional<std::vector<ClientUse>> read_clients(Reader& reader, const YamlNode& node);

/// Reads a client's name or the path of its file, which isn't empty.
[[nodiscard]] std::optional<std::string> read_client_name(Reader& reader, const YamlNode& node);
/// Reads the moment at which a client starts. It can't be counted from the start or the end of
/// a client: a client can't wait for itself.
[[nodiscard]] std::optional<AtTime> read_start(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
