#include "report/tap.hpp"

#include <sstream>

#include <fmt/format.h>

namespace modembench::report {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// A '#' in a description would begin a directive.
std::string described(const Entry& entry) {
  std::string out;
  for (const char c : fmt::format("{}: {}", entry.result.scenario, entry.result.client)) {
    if (c == '#') out += '\\';
    out += c;
  }
  return out;
}

std::string directive(const Entry& entry) {
  switch (entry.outcome) {
    case Outcome::skipped:
      return " # SKIP " + first_line(why(entry));
    case Outcome::known_issue:
    case Outcome::fixed:
      return " # TODO " + first_line(entry.expected.known_issue);
    default:
      return {};
  }
}

}  // namespace

std::string to_tap(std::span<const Entry> entries) {
  std::string out = fmt::format("TAP version 13\n1..{}\n", entries.size());
  std::size_t number = 0;
  for (const auto& entry : entries) {
    // A TODO that passes is "ok" in the protocol; its reader reports it as unexpected by itself.
    const bool bad = is_failure(entry.outcome) && entry.outcome != Outcome::fixed;
    const bool good = !bad && entry.outcome != Outcome::known_issue;
    out += fmt::format("{} {} - {}{}\n", good ? "ok" : "not ok", ++number, described(entry), directive(entry));
    if (!is_failure(entry.outcome) && entry.outcome != Outcome::known_issue) continue;
    std::istringstream lines(why(entry));
    for (std::string line; std::getline(lines, line);) out += fmt::format("# {}\n", line);
  }
  return out;
}

}  // namespace modembench::report
