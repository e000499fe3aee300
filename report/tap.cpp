#include "emulator/ascii.hpp"
#include "report/output_formats.hpp"

#include <fmt/format.h>

#include "emulator/trace/printable.hpp"

namespace modembench::report {
namespace {

/// On a test's line: a '#' would begin a directive, and a '\' before it would let it.
std::string described(const Record& record) {
  std::string out;
  for (const char c : trace::printable(fmt::format("{}: {}", record.scenario, record.client))) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string directive(const Record& record) {
  switch (record.outcome) {
    case Outcome::skipped:
      return " # SKIP " + trace::printable(ascii::first_line(record.why));
    case Outcome::known_issue:
    case Outcome::fixed:
      return " # TODO " + trace::printable(ascii::first_line(record.known_issue));
    default:
      return {};
  }
}

/// Each line of a text as a comment.
std::string commented(std::string_view text) {
  const auto lines = trace::printable(text, trace::Keep::lines);
  std::string out;
  for (std::string_view rest = lines; !rest.empty();) {
    const auto line = ascii::first_line(rest);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    out += fmt::format("# {}\n", line);
  }
  return out;
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
    if (!record.fingerprint.empty()) {
      out += commented(trace::printable(fmt::format("{}, clock {}", record.fingerprint, record.clock)));
    }
    if (is_failure(record.outcome) || record.outcome == Outcome::known_issue) out += commented(record.why);
  }
  return out;
}

}  // namespace modembench::report
