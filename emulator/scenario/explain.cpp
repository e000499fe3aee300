#include "emulator/scenario/explain.hpp"

#include <fmt/format.h>

#include "emulator/scenario/action_words.hpp"
#include "emulator/scenario/duration.hpp"
#include "emulator/scenario/milestone.hpp"

namespace modembench::scenario {
namespace {

/// "(line 7)", or the whole place where it stands in another file.
std::string place(const Scenario& scenario, const Position& where) {
  if (where.file == scenario.file) return fmt::format("(line {})", where.line);
  return fmt::format("({}:{})", where.file, where.line);
}

std::string without_line(std::string text) {
  const std::size_t line = text.rfind("  (line ");
  if (line != std::string::npos) text.erase(line);
  return text;
}

std::string rules(const Scenario& scenario) {
  std::string text;
  for (const auto& rule : scenario.rules) {
    text += fmt::format("  {}  {}\n", trigger_in_words(rule), place(scenario, rule.where));
    for (const auto& capture : rule.captures) {
      text += fmt::format("    keep {}{}{} as ${}\n", capture.tlv->name, capture.member.empty() ? "" : ".",
                          capture.member, capture.name);
    }
    for (const auto& action : rule.actions) text += fmt::format("    {}\n", without_line(in_words(rule, action)));
  }
  return text;
}

std::string clients(const std::vector<ClientUse>& uses) {
  std::string text;
  for (const auto& use : uses) {
    text += fmt::format("  {}", use.as);
    if (use.as != use.client) text += fmt::format(" ({})", use.client);
    text += ", started " + to_string(use.start);
    for (const auto& [name, value] : use.variables) text += fmt::format(", {} {}", name, value);
    text += "\n";
  }
  return text;
}

std::string expectations(const Scenario& scenario) {
  std::string text;
  for (const auto& expectation : scenario.expectations) {
    text += fmt::format("  {}", expectation.text);
    if (!expectation.only_for.empty()) text += fmt::format(", for {}", fmt::join(expectation.only_for, ", "));
    text += fmt::format("  {}\n", place(scenario, expectation.where));
  }
  return text;
}

std::string known_issues(const Scenario& scenario) {
  std::string text;
  for (const auto& issue : scenario.known_issues) {
    text += fmt::format("  {}: {}", issue.clients.empty() ? "all" : fmt::format("{}", fmt::join(issue.clients, ", ")),
                        issue.why);
    text +=
        fmt::format("{}  {}\n", issue.source.empty() ? "" : " [" + issue.source + "]", place(scenario, issue.where));
  }
  return text;
}

}  // namespace

std::string explain(const Scenario& scenario) {
  std::string text = scenario.file;
  if (!scenario.variant.empty()) text += fmt::format(" [{}]", scenario.variant);
  text += fmt::format("\n  {}\n", scenario.about);
  if (!scenario.seen.empty()) text += fmt::format("  seen: {}\n", fmt::join(scenario.seen, ", "));
  const auto section = [&](std::string_view title, const std::string& lines) {
    if (!lines.empty()) text += fmt::format("{}:\n{}", title, lines);
  };
  text += fmt::format("modem {}", scenario.modem);
  if (scenario.settings.empty()) {
    text += ", as it is\n";
  } else {
    text += ", with\n";
    for (const auto& setting : scenario.settings) text += fmt::format("  {}\n", setting);
  }
  section("what happens", rules(scenario));
  section("run with", clients(scenario.clients));
  section("must catch", clients(scenario.catches));
  section("what is expected", expectations(scenario));
  section("known issues", known_issues(scenario));
  text += fmt::format("ends at {} at the latest; what is drawn is drawn by seed {}\n", to_string(scenario.deadline),
                      scenario.seed);
  return text;
}

}  // namespace modembench::scenario
