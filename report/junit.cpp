#include "emulator/ascii.hpp"
#include "report/output_formats.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "emulator/trace/printable.hpp"

namespace modembench::report {
namespace {

/// One line in an attribute, of which XML makes blanks otherwise. XML 1.0 has no way to write control characters and
/// some others, escaped or not: they are spelt.
void set(pugi::xml_node node, const char* name, std::string_view text) {
  node.append_attribute(name) = trace::printable(text).c_str();
}

void set_lines(pugi::xml_node node, std::string_view text) {
  node.text() = trace::printable(text, trace::Keep::lines).c_str();
}

/// An attribute has no columns.
std::string_view without_indent(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

struct Sums {
  unsigned tests = 0;
  unsigned failures = 0;
  unsigned errors = 0;
  unsigned skipped = 0;
  double time = 0;

  void count(const Record& record) {
    ++tests;
    time += record.seconds;
    if (record.outcome == Outcome::error) {
      ++errors;
    } else if (is_failure(record.outcome)) {
      ++failures;
    } else if (record.outcome == Outcome::skipped || record.outcome == Outcome::known_issue) {
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

void write_outcome(pugi::xml_node test, const Record& record) {
  const std::string reason = record.why;
  const std::string first(ascii::first_line(without_indent(reason)));
  if (record.outcome == Outcome::skipped || record.outcome == Outcome::known_issue) {
    // JUnit has no word of its own for a failure that is known.
    const std::string word(to_string(record.outcome));
    set(test.append_child("skipped"), "message", fmt::format("{}: {}", word, first));
    return;
  }
  if (!is_failure(record.outcome)) return;
  auto failure = test.append_child(record.outcome == Outcome::error ? "error" : "failure");
  set(failure, "type", to_string(record.outcome));
  set(failure, "message", first);
  set_lines(failure, reason);
}

/// Where, on which clock, and the fingerprint of it.
void write_properties(pugi::xml_node test, const Record& record) {
  auto properties = test.append_child("properties");
  const auto write = [&properties](const char* name, const std::string& value) {
    if (value.empty()) return;
    auto property = properties.append_child("property");
    set(property, "name", name);
    set(property, "value", value);
  };
  write("place", record.place);
  write("clock", record.clock);
  write("hash", record.fingerprint);
}

void write_test(pugi::xml_node suite, const Record& record) {
  auto test = suite.append_child("testcase");
  set(test, "classname", record.scenario);
  set(test, "name", record.client);
  test.append_attribute("time") = fmt::format("{:.3f}", record.seconds).c_str();
  write_properties(test, record);
  write_outcome(test, record);
  set_lines(test.append_child("system-out"), record.transcript);
}

}  // namespace

std::string to_junit(std::span<const Record> records) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  auto suites = document.append_child("testsuites");
  suites.append_attribute("name") = "modembench";
  Sums all;
  for (const auto& record : records) all.count(record);
  all.write(suites);
  for (std::size_t begin = 0; begin < records.size();) {
    std::size_t end = begin;
    Sums sums;
    while (end < records.size() && records[end].scenario == records[begin].scenario) {
      sums.count(records[end++]);
    }
    auto suite = suites.append_child("testsuite");
    set(suite, "name", records[begin].scenario);
    sums.write(suite);
    for (; begin < end; ++begin) write_test(suite, records[begin]);
  }
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace modembench::report
