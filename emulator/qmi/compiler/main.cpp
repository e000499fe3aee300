// schema_compiler TABLES.cpp NAMES.hpp SCHEMA.yaml…
// Exit status: 0 written, 2 a mistake in the schema (told as file:line:column) or a file that can't be used.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "emulator/qmi/compiler/model.hpp"

namespace {

constexpr int kUnusable = 2;

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) fmt::print(stderr, "{}: can't be written\n", path);
  return !file.fail();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace modembench::qmi::compiler;
  if (argc < 4) {
    fmt::print(stderr, "usage: schema_compiler TABLES.cpp NAMES.hpp SCHEMA.yaml...\n");
    return kUnusable;
  }
  std::vector<Source> sources;
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
      fmt::print(stderr, "{}: can't be read\n", argv[i]);
      return kUnusable;
    }
    sources.push_back({argv[i], text.str()});
  }
  const Reading reading = read_schema(sources);
  for (const Mistake& mistake : reading.mistakes) fmt::print(stderr, "{}\n", mistake.to_string());
  if (!reading.mistakes.empty()) return kUnusable;
  const bool written =
      write_file(argv[1], write_tables(reading.schema)) && write_file(argv[2], write_names(reading.schema));
  return written ? 0 : kUnusable;
}
