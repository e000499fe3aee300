// schema_compiler FOLDER SCHEMA.yaml…
// Writes what is made of the schema below FOLDER. A file that would be as it is stays untouched, so that nothing is
// compiled anew that didn't change.
// Exit status: 0 written, 2 a mistake in the schema (told as file:line:column) or a file that can't be used.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "emulator/qmi/compiler/model.hpp"

namespace {

namespace compiler = modembench::qmi::compiler;

constexpr int kUnusable = 2;

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return std::nullopt;
  return text.str();
}

bool write_file(const std::filesystem::path& path, const std::string& text) {
  if (read_file(path) == text) return true;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) fmt::print(stderr, "{}: can't be written\n", path.string());
  return !file.fail();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: schema_compiler FOLDER SCHEMA.yaml...\n");
    return kUnusable;
  }
  std::vector<compiler::Source> sources;
  for (int i = 2; i < argc; ++i) {
    auto text = read_file(argv[i]);
    if (!text) {
      fmt::print(stderr, "{}: can't be read\n", argv[i]);
      return kUnusable;
    }
    sources.push_back({argv[i], std::move(*text)});
  }
  const compiler::Reading reading = compiler::read_schema(sources);
  for (const compiler::Mistake& mistake : reading.mistakes) fmt::print(stderr, "{}\n", mistake.to_string());
  if (!reading.mistakes.empty()) return kUnusable;
  bool written = true;
  for (const compiler::Made& made : compiler::write_all(reading.schema)) {
    written = write_file(std::filesystem::path(argv[1]) / made.path, made.text) && written;
  }
  return written ? 0 : kUnusable;
}
