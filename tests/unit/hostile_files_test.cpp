#include <catch2/catch.hpp>

#include <cstdlib>
#include <functional>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/client.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_node.hpp"

/// Files of at most 1 MiB that were made to cost as much as can be: reading any of them takes less than 200 MiB. What
/// it takes of time is no test's business; the limits that hold it have tests of their own (scenario_limits_test.cpp).
namespace {

namespace mb = modembench;
namespace sc = modembench::scenario;

constexpr std::size_t kMemory = 200 << 20;

const std::string kHead = "about: a\nmodem: mc8355\n";
const std::string kEnd = "expect: [{device: qmi, is: present}]\n";

struct Hostile {
  const char* what;
  std::string text;
  std::string other{};  ///< a file that it names
};

/// `make(i)` again and again, until the text is as long as it may be.
std::string filled(const std::string& head, const std::string& end, const std::function<std::string(int)>& make) {
  std::string text = head;
  for (int i = 0;; ++i) {
    const auto more = make(i);
    if (text.size() + more.size() + end.size() > sc::kMaxYamlText) return text + end;
    text += more;
  }
}

std::string items(int count, const std::string& item) {
  std::string all;
  for (int i = 0; i < count; ++i) all += (i > 0 ? "," : "") + item;
  return all;
}

std::string number(int i) { return std::to_string(i); }

std::string bomb(const std::string& use) {
  std::string text = kHead + "vars:\n";
  for (int i = 0; i < 9; ++i) {
    text += "  v" + number(i) + ": [" + items(10, "\"${v" + number(i + 1) + "}\"") + "]\n";
  }
  return text + "  v9: lol\n" + use + kEnd;
}

std::vector<Hostile> hostile_files() {
  const std::string matrix =
      "matrix: {a: [" + items(10, "1") + "], b: [" + items(10, "1") + "], c: [" + items(10, "1") + "]}\n";
  std::vector<Hostile> files;
  const auto add = [&](const char* what, std::string text, std::string other = {}) {
    files.push_back({what, std::move(text), std::move(other)});
  };
  add("short items", filled(kHead + "seen: [", "]\n" + kEnd, [](int) { return "a,"; }));
  add("as many as there may be", kHead + "seen: [" + items(49'980, "a") + "]\n" + kEnd);
  add("empty maps", filled(kHead + "seen: [", "]\n" + kEnd, [](int) { return "{},"; }));
  add("one line", kHead + "seen: " + std::string(1'000'000, 'a') + "\n" + kEnd);
  add("quotes", filled(kHead + "seen: [", "]\n" + kEnd, [](int) { return "'',"; }));
  add("unknown keys", filled(kHead, kEnd, [](int i) { return "unknown" + number(i) + ": 1\n"; }));
  add("keys there twice", filled(kHead, kEnd, [](int i) {
        return "\"see" + std::string(static_cast<std::size_t>(1 + i % 900), '_') + "n" + number(i) + "\": 1\n";
      }));
  add("variables", filled(kHead + "vars:\n", kEnd, [](int i) { return "  v" + number(i) + ": 1\n"; }));
  add("variables and their uses",
      filled(kHead + "seen: [", "]\n" + kEnd, [](int i) { return "\"${v" + number(i) + "}\","; }));
  add("as many variables and uses as there may be", [] {
    std::string vars, uses;
    for (int i = 0; i < 12'000; ++i) {
      vars += "  v" + number(i) + ": 1\n";
      uses += "\"${v" + number(i) + "}\",";
    }
    return kHead + "seen: [" + uses + "]\nvars:\n" + vars + kEnd;
  }());
  add("unknown variables", [] {
    std::string vars, uses;
    for (int i = 0; i < 12'000; ++i) {
      vars += "  some-variable-with-a-name-" + number(i) + ": 1\n";
      uses += "\"${another-variable-of-a-name-" + number(i) + "}\",";
    }
    return kHead + "seen: [" + uses + "]\nvars:\n" + vars + kEnd;
  }());
  add("variables within variables", bomb("seen: \"${v0}\"\n"));
  add("… in a matrix", bomb("seen: \"${v0}\"\n" + matrix));
  add("a long text, often", filled(kHead + "vars: {a: " + std::string(500'000, 'a') + "}\nseen: \"", "\"\n" + kEnd,
                                   [](int) { return "${a}"; }));
  add("open braces", filled(kHead + "seen: \"", "\"\n" + kEnd, [](int) { return "${"; }));
  add("a matrix of a large scenario", kHead + matrix + "seen: [" + items(49'900, "a") + "]\n" + kEnd);
  add("a matrix of a long text", kHead + matrix + "seen: [" + std::string(600'000, 'a') + "]\n" + kEnd);
  add("a matrix with long names",
      kHead + "matrix: {a: [" + items(500, std::string(1'000, 'n')) + "], b: [1, 2]}\n" + kEnd);
  add("a matrix of many names",
      filled(kHead + "matrix: {", "}\n" + kEnd, [](int i) { return "n" + number(i) + ": [1],"; }));
  add("a matrix of what just fits", kHead + matrix + "seen: [" + items(150, "a") + "]\n" + kEnd);
  add("… with clients",
      kHead + matrix + "client: [qmicli-connect, chat-dial, modemmanager-session, pppd-dial]\n" + kEnd);
  const auto large_modem = [](int i) { return "some-map-" + number(i) + ": {a: 1}\n"; };
  add("a large modem in every variant", "about: a\nmodem: ./other.yaml\n" + matrix + kEnd,
      filled("modem: a\nabout: a\nusb: {vendor: 1, product: 2}\nservices: {}\n", "", large_modem));
  add("a large base", filled("extends: other.yaml\n" + kHead, kEnd, [](int i) { return "k" + number(i) + ": 1\n"; }),
      filled("", "", [](int i) { return "m" + number(i) + ": 1\n"; }));
  add(
      "a base with as much as there may be",
      [] {
        std::string own = "extends: other.yaml\n" + kHead + kEnd + "set:\n";
        for (int i = 0; i < 24'000; ++i) own += "  key" + number(i) + ": 1\n";
        return own;
      }(),
      [] {
        std::string base = "set:\n";
        for (int i = 0; i < 24'000; ++i) base += "  other" + number(i) + ": 1\n";
        return base;
      }());
  add("clients", filled(kHead + "client: [", "]\n" + kEnd, [](int i) { return "c" + number(i) + ","; }));
  add("clients, all the same", filled(kHead + "client: [", "]\n" + kEnd, [](int) { return "reference-connect,"; }));
  add("rules", filled(kHead + kEnd + "when:\n", "",
                      [](int i) { return "- {rule: r" + number(i) + ", on: CTL Sync, do: {drop: true}}\n"; }));
  add("as many rules as there may be, of one name", [] {
    std::string text = kHead + kEnd + "when:\n";
    for (int i = 0; i < 4'500; ++i) text += "- {rule: r, on: CTL Sync, do: {arm: x" + number(i) + "}}\n";
    return text;
  }());
  add("patterns", filled(kHead + "expect:\n", "", [](int i) { return "- says: (a|b)*a{1000}" + number(i) + "\n"; }));
  add("long patterns",
      filled(kHead + "expect:\n", "", [](int i) { return "- says: \"" + items(100, "[^a]{9}") + number(i) + "\"\n"; }));
  add("expectations", filled(kHead + "expect:\n", "", [](int) { return "- {device: qmi, is: present}\n"; }));
  add("settings", filled(kHead + kEnd + "set:\n  ussd:\n", "",
                         [](int i) { return "    - {code: \"*" + number(i) + "#\", says: a}\n"; }));
  add("bytes", filled(kHead + kEnd + "when:\n- on: CTL Sync\n  do: {trailing: [", "]}\n", [](int) { return "1,"; }));
  add("a message that becomes much", kHead + kEnd +
                                         "when:\n- on: CTL Sync\n  do: {repeat: 1000, split: 1, trailing: \"" +
                                         std::string(120'000, '0') + "\"}\n");
  return files;
}

/// What reading it in a process of its own came to: 0 if it was read or refused within the memory.
int read_in_little_memory(const Hostile& file) {
  const pid_t child = fork();
  if (child == 0) {
    // As much as there is now, and what it may take.
    std::size_t pages = 0;
    if (std::FILE* statm = std::fopen("/proc/self/statm", "r"); statm != nullptr) {
      if (std::fscanf(statm, "%zu", &pages) != 1) _exit(3);
      std::fclose(statm);
    }
    const rlim_t limit = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + kMemory;
    const rlimit memory{limit, limit};
    if (setrlimit(RLIMIT_AS, &memory) != 0) _exit(3);
    try {
      const auto other = [&](const std::string& path) -> tl::expected<std::string, std::string> {
        if (file.other.empty()) return tl::unexpected("there is no file " + path);
        return file.other;
      };
      const auto loaded = sc::load_scenarios(file.text, "x.yaml", {other, {}});
      mb::client_under_test::ClientLibrary library("x.yaml");
      std::vector<mb::client_under_test::Client> clients;
      if (loaded) {
        for (const auto& scenario : *loaded) {
          for (const auto& use : scenario.clients) {
            if (auto client = library.find(use)) clients.push_back(std::move(*client));
          }
        }
      }
      _exit(0);
    } catch (const std::bad_alloc&) {
      _exit(2);
    }
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kHasSanitizer = true;
#elif defined(__has_feature)
constexpr bool kHasSanitizer = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kHasSanitizer = false;
#endif

/// A fourth of them: each part is a test of its own, run beside the others.
void read_part(std::size_t part) {
  // Their shadow memory is larger than any limit.
  if (kHasSanitizer) return;
  const auto files = hostile_files();
  for (std::size_t i = part; i < files.size(); i += 4) {
    INFO(files[i].what << ", " << files[i].text.size() << " bytes");
    REQUIRE(files[i].text.size() <= sc::kMaxYamlText);
    CHECK(read_in_little_memory(files[i]) == 0);
  }
}

}  // namespace

TEST_CASE("no file of 1 MiB takes much memory to be read: the first fourth", "[limits]") { read_part(0); }
TEST_CASE("no file of 1 MiB takes much memory to be read: the second fourth", "[limits]") { read_part(1); }
TEST_CASE("no file of 1 MiB takes much memory to be read: the third fourth", "[limits]") { read_part(2); }
TEST_CASE("no file of 1 MiB takes much memory to be read: the last fourth", "[limits]") { read_part(3); }
