#include "bench/words/explain.hpp"

#include <sstream>

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "bench/plan/milestone.hpp"
#include "bench/words/action_words.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

/// A line of the explanation: what stands in it ends no line of its own.
template <class... T>
std::string line(fmt::format_string<T...> format, T&&... values) {
  return trace::printable(fmt::format(format, std::forward<T>(values)...)) + "\n";
}

/// "(line 7)", or the whole place where it stands in another file.
std::string place(const Scenario& scenario, const Position& where) {
  if (where.file == scenario.file) return fmt::format("(line {})", where.line);
  return fmt::format("({}:{})", where.file, where.line);
}

std::string rules(const Scenario& scenario) {
  std::string text;
  for (const auto& rule : scenario.rules) {
    text += line("  {}  {}", trigger_in_words(rule), place(scenario, rule.where));
    for (const auto& capture : rule.captures) {
      text += line("    keep {}{}{} as ${}", capture.tlv->name, capture.member.empty() ? "" : ".", capture.member,
                   capture.name);
    }
    for (const auto& action : rule.actions) text += line("    {}", in_words(action));
    if (rule.reply) text += line("    {}", in_words(rule, *rule.reply));
    if (rule.tamper) text += line("    {}", in_words(rule, *rule.tamper));
  }
  return text;
}

std::string clients(const std::vector<ClientUse>& uses) {
  std::string all;
  for (const auto& use : uses) {
    std::string text = use.as;
    if (use.as != use.client) text += fmt::format(" ({})", use.client);
    text += ", started " + to_string(use.start);
    for (const auto& [name, value] : use.variables) text += fmt::format(", {} {}", name, value);
    all += line("  {}", text);
  }
  return all;
}

std::string expectations(const Scenario& scenario) {
  std::string text;
  for (const auto& expectation : scenario.expectations) {
    const auto whom =
        expectation.only_for.empty() ? "" : fmt::format(", for {}", fmt::join(expectation.only_for, ", "));
    text += line("  {}{}  {}", expectation.text, whom, place(scenario, expectation.where));
  }
  return text;
}

std::string known_issues(const Scenario& scenario) {
  std::string text;
  for (const auto& issue : scenario.known_issues) {
    const auto whom = issue.clients.empty() ? "all" : fmt::format("{}", fmt::join(issue.clients, ", "));
    text += line("  {}: {}{}  {}", whom, issue.why, issue.source.empty() ? "" : " [" + issue.source + "]",
                 place(scenario, issue.where));
  }
  return text;
}

}  // namespace

std::string explain(const Scenario& scenario) {
  std::string text =
      line("{}{}", scenario.file, scenario.variant.empty() ? "" : fmt::format(" [{}]", scenario.variant));
  std::istringstream about(scenario.about);
  for (std::string part; std::getline(about, part);) text += line("  {}", part);
  if (!scenario.seen.empty()) text += line("  seen: {}", fmt::join(scenario.seen, ", "));
  const auto section = [&](std::string_view title, const std::string& lines) {
    if (!lines.empty()) text += fmt::format("{}:\n{}", title, lines);
  };
  text += line("modem {}, {}", scenario.modem, scenario.settings.empty() ? "as it is" : "with");
  for (const auto& setting : scenario.settings) text += line("  {}", setting);
  section("what happens", rules(scenario));
  section("run with", clients(scenario.clients));
  section("must catch", clients(scenario.catches));
  section("what is expected", expectations(scenario));
  section("known issues", known_issues(scenario));
  text +=
      line("ends at {} at the latest; what is drawn is drawn by seed {}", to_string(scenario.deadline), scenario.seed);
  return text;
}

}  // namespace modembench::bench
