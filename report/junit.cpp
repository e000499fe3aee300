#include "report/junit.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

namespace modembench::report {
namespace {

double seconds(const Entry& entry) { return std::chrono::duration<double>(entry.result.took).count(); }

std::string transcript(const trace::Trace& trace) {
  std::string out;
  for (const auto& event : trace.events()) out += trace::to_text(event) + "\n";
  return out;
}

/// Without what indents it: an attribute has no columns.
std::string first_line(const std::string& text) {
  const auto begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find('\n') - begin);
}

struct Sums {
  unsigned tests = 0;
  unsigned failures = 0;
  unsigned errors = 0;
  unsigned skipped = 0;
  double time = 0;

  void count(const Entry& entry) {
    ++tests;
    time += seconds(entry);
    if (entry.outcome == Outcome::error) {
      ++errors;
    } else if (is_failure(entry.outcome)) {
      ++failures;
    } else if (entry.outcome == Outcome::skipped || entry.outcome == Outcome::known_issue) {
      ++skipped;
    }
  }
  void write(pugi::xml_node node) const {
    node.append_attribute("tests") = tests;
    node.append_attribute("failures") = failures;
    node.append_attribute("errors") = errors;
    node.append_attribute("skipped") = skipped;
    node.append_attribute("time") = fmt::format("{:.3f}", time).c_str();
  }
};

void write_outcome(pugi::xml_node test, const Entry& entry) {
  const std::string reason = why(entry);
  const std::string first = first_line(reason);
  if (entry.outcome == Outcome::skipped || entry.outcome == Outcome::known_issue) {
    // JUnit has no word of its own for a failure that is known.
    const std::string word(to_string(entry.outcome));
    test.append_child("skipped").append_attribute("message") = fmt::format("{}: {}", word, first).c_str();
    return;
  }
  if (!is_failure(entry.outcome)) return;
  auto failure = test.append_child(entry.outcome == Outcome::error ? "error" : "failure");
  failure.append_attribute("type") = std::string(to_string(entry.outcome)).c_str();
  failure.append_attribute("message") = first.c_str();
  failure.text() = reason.c_str();
}

void write_test(pugi::xml_node suite, const Entry& entry) {
  auto test = suite.append_child("testcase");
  test.append_attribute("classname") = entry.result.scenario.c_str();
  test.append_attribute("name") = entry.result.client.c_str();
  test.append_attribute("time") = fmt::format("{:.3f}", seconds(entry)).c_str();
  write_outcome(test, entry);
  test.append_child("system-out").text() = transcript(entry.result.trace).c_str();
}

}  // namespace

std::string to_junit(std::span<const Entry> entries) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  auto suites = document.append_child("testsuites");
  suites.append_attribute("name") = "modembench";
  Sums all;
  for (const auto& entry : entries) all.count(entry);
  all.write(suites);
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin;
    Sums sums;
    while (end < entries.size() && entries[end].result.scenario == entries[begin].result.scenario) {
      sums.count(entries[end++]);
    }
    auto suite = suites.append_child("testsuite");
    suite.append_attribute("name") = entries[begin].result.scenario.c_str();
    sums.write(suite);
    for (; begin < end; ++begin) write_test(suite, entries[begin]);
  }
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace modembench::report
