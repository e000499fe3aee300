#pragma once

#include <optional>
#include <string>

#include "bench/language/load.hpp"
#include "bench/language/yaml_reader.hpp"

/// Files that other files name: modems, clients, a scenario's base.
namespace modembench::bench {

/// Whether a modem or a client is given by the path of its file rather than by its name.
[[nodiscard]] bool is_path(const std::string& given);

/// The path of a file that another file names: `path` starts from the folder of `file`, unless it begins with '/'.
[[nodiscard]] std::string path_from(const std::string& file, const std::string& path);

/// The text of the file at `path`, which is named at `at`. Nothing, with a mistake noted there, if it can't be read.
[[nodiscard]] std::optional<std::string> read_named_file(Reader& reader, const YamlNode& at, const std::string& path,
                                                         const ReadOptions& options);

}  // namespace modembench::bench
