#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "bench/language/yaml_node.hpp"

/// Writes scenarios of at most 1 MiB that were made to cost as much as can be: FOLDER/1/x.yaml with its other.yaml, and
/// what it is in FOLDER/1/what; FOLDER/2/x.yaml … What must hold of them: reads_hostile_files.
namespace {

using modembench::bench::kMaxYamlText;

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
    if (text.size() + more.size() + end.size() > kMaxYamlText) return text + end;
    text += more;
  }
}

std::string items(int count, const std::string& item) {
  std::string all;
  for (int i = 0; i < count; ++i) all += (i > 0 ? "," : "") + item;
  return all;
}

std::string number(int i) { return std::to_string(i); }

/// 12,000 variables of such names, and uses of others.
std::string variables_and_uses(const std::string& name, const std::string& used) {
  std::string variables, uses;
  for (int i = 0; i < 12'000; ++i) {
    variables += "  " + name + number(i) + ": 1\n";
    uses += "\"${" + used + number(i) + "}\",";
  }
  return kHead + "seen: [" + uses + "]\nvars:\n" + variables + kEnd;
}

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
  add("as many variables and uses as there may be", variables_and_uses("v", "v"));
  add("unknown variables", variables_and_uses("some-variable-with-a-name-", "another-variable-of-a-name-"));
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
      filled("modem: a\nabout: a\nusb: {vendor: 1, product: 2, interfaces: []}\nservices: {}\n", "", large_modem));
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
  for (const char* part : {"[^a]{100},", "(?:ab|cd){70},", "\\w{100},", "a{0,100},"}) {
    add("patterns with more than there may be",
        filled(kHead + "expect:\n", "", [&](int i) { return "- says: '" + items(14, part) + number(i) + "'\n"; }));
    add("patterns with as much as there may be",
        filled(kHead + "expect:\n", "", [&](int i) { return "- says: '" + items(4, part) + number(i) + "'\n"; }));
    std::string says;
    for (int i = 0; i < 60; ++i) says += "- says: '" + items(4, part) + number(i) + "${a}${b}${c}'\n";
    add("… in a matrix", kHead + matrix + "expect:\n" + says);
  }
  add("expectations", filled(kHead + "expect:\n", "", [](int) { return "- {device: qmi, is: present}\n"; }));
  add("settings", filled(kHead + kEnd + "set:\n  ussd:\n", "",
                         [](int i) { return "    - {code: \"*" + number(i) + "#\", says: a}\n"; }));
  add("bytes", filled(kHead + kEnd + "when:\n- on: CTL Sync\n  do: {trailing: [", "]}\n", [](int) { return "1,"; }));
  add("a message that becomes much", kHead + kEnd +
                                         "when:\n- on: CTL Sync\n  do: {repeat: 1000, split: 1, trailing: \"" +
                                         std::string(120'000, '0') + "\"}\n");
  return files;
}

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return static_cast<bool>(file.flush());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: hostile_files FOLDER\n";
    return 2;
  }
  int count = 0;
  for (const auto& file : hostile_files()) {
    const auto folder = std::filesystem::path(argv[1]) / number(++count);
    std::filesystem::create_directories(folder);
    const bool written = file.text.size() <= kMaxYamlText && write(folder / "x.yaml", file.text) &&
                         write(folder / "what", file.what) &&
                         (file.other.empty() || write(folder / "other.yaml", file.other));
    if (!written) {
      std::cerr << "can't write " << file.what << ", or it is longer than a file may be\n";
      return 1;
    }
  }
  return 0;
}
