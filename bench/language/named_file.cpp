#include "bench/language/named_file.hpp"

#include <utility>

#include <fmt/format.h>

namespace modembench::bench {

bool is_path(const std::string& given) { return given.find('/') != std::string::npos || given.ends_with(".yaml"); }

std::string path_from(const std::string& file, const std::string& path) {
  const std::string plain = path.substr(path.starts_with("./") ? 2 : 0);
  const std::size_t slash = file.rfind('/');
  if (plain.starts_with('/') || slash == std::string::npos) return plain;
  return file.substr(0, slash + 1) + plain;
}

std::optional<std::string> read_named_file(Reader& reader, const YamlNode& at, const std::string& path,
                                           const ReadOptions& options) {
  if (options.read_file == nullptr) {
    reader.mistake(at, fmt::format("there is no file {}, or it can't be read", path));
    return std::nullopt;
  }
  auto text = options.read_file(path);
  if (text) return std::move(*text);
  reader.mistake(at, std::move(text.error()));
  return std::nullopt;
}

}  // namespace modembench::bench
