// Runs a fuzz target without a fuzzer: all inputs of its corpus, then mutations of them, the same from the same seed.
// For compilers without libFuzzer and for tests; what explores is ci/fuzz.

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "fuzz/mutator/plain_bytes.hpp"
#include "fuzz/mutator/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                                                     std::size_t max_size, unsigned seed);
// The sanitizers': called when they have found something, before they end the process.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;
using modembench::fuzz::Random;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMaxSize = 4096;
constexpr unsigned kHangSeconds = 60;  // no input takes a millisecond

struct Options {
  std::uint64_t seed = 1;
  std::size_t runs = 2000;
  std::string crash_file = "crash-input";
  std::vector<std::string> corpus;
};

// For the handler, which may allocate nothing.
const Bytes* current = nullptr;
const char* crash_file = nullptr;

void keep_input() {
  if (current == nullptr) return;
  const int file = open(crash_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  const ssize_t written = write(file, current->data(), current->size());
  close(file);
  if (written == static_cast<ssize_t>(current->size())) dprintf(STDERR_FILENO, "the input is in %s\n", crash_file);
  current = nullptr;
}

void on_signal(int number) {
  if (number == SIGALRM) dprintf(STDERR_FILENO, "an input takes more than %u seconds\n", kHangSeconds);
  keep_input();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void watch() {
  for (const int number : {SIGABRT, SIGALRM}) std::signal(number, on_signal);
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(keep_input);
  } else {
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(number, on_signal);
  }
}

void run(const Bytes& input) {
  current = &input;
  alarm(kHangSeconds);
  // A copy of exactly its size: a sanitizer sees what is read behind it.
  const Bytes exact(input.begin(), input.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
  alarm(0);
  current = nullptr;
}

Bytes mutated(const std::vector<Bytes>& corpus, Random& random) {
  Bytes input = random.pick(corpus);
  const std::size_t changes = 1 + random.below(4);
  for (std::size_t i = 0; i < changes; ++i) {
    if (LLVMFuzzerCustomMutator != nullptr) {
      const std::size_t size = std::min(input.size(), kMaxSize);
      input.resize(kMaxSize);
      input.resize(LLVMFuzzerCustomMutator(input.data(), size, kMaxSize, static_cast<unsigned>(random.next())));
    } else {
      modembench::fuzz::change_bytes(input, kMaxSize, random);
    }
  }
  return input;
}

/// False if it isn't there.
bool add_files(const std::string& path, std::vector<fs::path>& files) {
  if (fs::is_regular_file(path)) {
    files.emplace_back(path);
    return true;
  }
  if (!fs::is_directory(path)) return false;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return true;
}

bool read_options(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.substr(0, 2) != "--") {
      options.corpus.emplace_back(word);
      continue;
    }
    if (++i == argc) return false;
    if (word == "--seed") {
      options.seed = std::strtoull(argv[i], nullptr, 0);
    } else if (word == "--runs") {
      options.runs = std::strtoull(argv[i], nullptr, 0);
    } else if (word == "--crash-file") {
      options.crash_file = argv[i];
    } else {
      return false;
    }
  }
  return !options.corpus.empty();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    std::fprintf(stderr, "usage: %s [--seed N] [--runs N] [--crash-file FILE] CORPUS...\n", argv[0]);
    return 2;
  }
  std::vector<fs::path> files;
  for (const auto& path : options.corpus) {
    if (add_files(path, files)) continue;
    std::fprintf(stderr, "%s: no such file or folder\n", path.c_str());
    return 2;
  }
  if (files.empty()) {
    std::fprintf(stderr, "%s: there are no inputs in it\n", options.corpus.front().c_str());
    return 2;
  }
  std::sort(files.begin(), files.end());
  crash_file = options.crash_file.c_str();
  watch();
  std::vector<Bytes> corpus;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    run(corpus.back());
  }
  Random random(options.seed);
  for (std::size_t i = 0; i < options.runs; ++i) run(mutated(corpus, random));
  std::printf("%zu inputs of the corpus, %zu mutations of them (seed %llu): nothing found\n", corpus.size(),
              options.runs, static_cast<unsigned long long>(options.seed));
  return 0;
}
