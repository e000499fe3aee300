// Writes a seed corpus and a dictionary for fuzzers of QMI parsers.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

#include "fuzz/seeds/seed_corpus.hpp"

namespace {

namespace fs = std::filesystem;
using namespace modembench;

constexpr std::string_view kUsage =
    "usage: modembench_fuzz_seeds OUTPUT_DIR [SERVICE]\n"
    "Writes OUTPUT_DIR/corpus/*, a file for each QMI message in a QMUX frame, minimal and full, and "
    "OUTPUT_DIR/qmi.dict,\n"
    "a dictionary for libFuzzer and AFL++. With SERVICE (1 for WDS, 2 for DMS, …): messages of that service, bare.\n";

bool write(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return true;
  fmt::print(stderr, "{}: can't be written\n", path.string());
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3 || argv[1][0] == '-') {
    fmt::print(stderr, "{}", kUsage);
    return 2;
  }
  fuzz::Framing framing;
  if (argc == 3) {
    char* end = nullptr;
    const unsigned long service = std::strtoul(argv[2], &end, 0);
    if (*end != '\0' || service == 0 || service > 0xFF) {
      fmt::print(stderr, "{}: no service; a number from 1 to 255 would be one\n", argv[2]);
      return 2;
    }
    framing = {.bare = true, .service = static_cast<std::uint8_t>(service)};
  }
  const fs::path out = argv[1];
  std::error_code failed;
  fs::create_directories(out / "corpus", failed);
  if (failed) {
    fmt::print(stderr, "{}: can't be made: {}\n", (out / "corpus").string(), failed.message());
    return 2;
  }
  const auto seeds = fuzz::seed_corpus(framing);
  for (const auto& seed : seeds) {
    const std::string_view bytes(reinterpret_cast<const char*>(seed.bytes.data()), seed.bytes.size());
    if (!write(out / "corpus" / seed.name, bytes)) return 2;
  }
  if (!write(out / "qmi.dict", fuzz::dictionary())) return 2;
  fmt::print("{} seeds in {}, {}\n", seeds.size(), (out / "corpus").string(), (out / "qmi.dict").string());
  return 0;
}
