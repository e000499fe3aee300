#include "bench/language/check_names.hpp"

#include <unordered_set>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

/// Names in the order in which they were added, which are found quickly.
class Names {
 public:
  /// Adds a name. Returns false if it is there already.
  bool add(const std::string& name) {
    if (!known_.insert(name).second) return false;
    names_.push_back(name);
    return true;
  }
  [[nodiscard]] bool has(const std::string& name) const { return known_.contains(name); }
  [[nodiscard]] const std::vector<std::string>& all() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_set<std::string> known_;
};

void check(Reader& reader, const Position& where, std::string_view kind, const std::string& name, const Names& known) {
  if (name.empty() || known.has(name) || reader.full()) return;
  std::string what = fmt::format("unknown {} '{}'", kind, name);
  if (known.all().empty()) what += "; there is none";
  reader.add(Mistake{where, std::move(what), qmi::nearest_names(name, known.all())});
}

void check_given(Reader& reader, const Position& where, const std::vector<GivenTlv>& tlvs, const Names& captured) {
  for (const auto& given : tlvs) check(reader, where, "captured value", given.captured, captured);
}

void check_where(Reader& reader, const Position& where, const MessagePattern& pattern, const Names& captured) {
  for (const auto& field : pattern.where) check(reader, where, "captured value", field.captured, captured);
}

void check_action(Reader& reader, const Rule& rule, const Action& action, const Names& rules, const Names& captured) {
  if (const auto* arm = std::get_if<Arm>(&action)) {
    for (const auto& name : arm->rules) check(reader, rule.where, "rule", name, rules);
  }
  if (const auto* indicate = std::get_if<Indicate>(&action)) check_given(reader, rule.where, indicate->tlvs, captured);
}

void check_message(Reader& reader, const Rule& rule, const Names& captured) {
  if (const auto* fail = rule.reply ? std::get_if<Fail>(&*rule.reply) : nullptr) {
    check_given(reader, rule.where, fail->tlvs, captured);
  }
  if (const auto* answer = rule.reply ? std::get_if<Answer>(&*rule.reply) : nullptr) {
    check_given(reader, rule.where, answer->tlvs, captured);
  }
  if (rule.tamper) check_given(reader, rule.where, rule.tamper->change, captured);
}

void check_order(Reader& reader, const Expectation& expectation, const ExpectOrder& order) {
  Names captured;
  for (const auto& step : order.steps) {
    if (const auto* pattern = std::get_if<MessagePattern>(&step.what)) {
      check_where(reader, expectation.where, *pattern, captured);
    }
    for (const auto& capture : step.captures) captured.add(capture.name);
  }
}

}  // namespace

void check_names(Reader& reader, const Scenario& scenario) {
  Names rules;
  Names captured;
  for (const auto& rule : scenario.rules) {
    if (!rule.name.empty() && !rules.add(rule.name)) {
      reader.add(Mistake{rule.where, fmt::format("there are two rules '{}'", rule.name), {}});
    }
    for (const auto& capture : rule.captures) captured.add(capture.name);
  }
  for (const auto& rule : scenario.rules) {
    if (const auto* on = std::get_if<OnMessage>(&rule.trigger)) check_where(reader, rule.where, on->pattern, captured);
    for (const auto& action : rule.actions) check_action(reader, rule, action, rules, captured);
    check_message(reader, rule, captured);
  }
  for (const auto& expectation : scenario.expectations) {
    if (const auto* order = std::get_if<ExpectOrder>(&expectation.what)) check_order(reader, expectation, *order);
    if (const auto* message = std::get_if<ExpectMessage>(&expectation.what)) {
      check_where(reader, expectation.where, message->pattern, {});
    }
  }
}

}  // namespace modembench::bench
