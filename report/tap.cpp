#include "report/tap.hpp"

#include <sstream>

#include <fmt/format.h>

namespace modembench::report {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// A '#' in a description would begin a directive.
std::string described(const Record& record) {
  std::string out;
  for (const char c : fmt::format("{}: {}", record.scenario, record.client)) {
    if (c == '#') out += '\\';
    out += c;
  }
  return out;
}

std::string directive(const Record& record) {
  switch (record.outcome) {
    case Outcome::skipped:
      return " # SKIP " + first_line(record.why);
    case Outcome::known_issue:
    case Outcome::fixed:
      return " # TODO " + first_line(record.known_issue);
    default:
      return {};
  }
}

}  // namespace

std::string to_tap(std::span<const Record> records) {
  std::string out = fmt::format("TAP version 13\n1..{}\n", records.size());
  std::size_t number = 0;
  for (const auto& record : records) {
    // A TODO that passes is "ok" in the protocol; its reader reports it as unexpected by itself.
    const bool bad = is_failure(record.outcome) && record.outcome != Outcome::fixed;
    const bool good = !bad && record.outcome != Outcome::known_issue;
    out += fmt::format("{} {} - {}{}\n", good ? "ok" : "not ok", ++number, described(record), directive(record));
    if (!record.fingerprint.empty()) out += fmt::format("# {}, clock {}\n", record.fingerprint, record.clock);
    if (!is_failure(record.outcome) && record.outcome != Outcome::known_issue) continue;
    std::istringstream lines(record.why);
    for (std::string line; std::getline(lines, line);) out += fmt::format("# {}\n", line);
  }
  return out;
}

}  // namespace modembench::report
