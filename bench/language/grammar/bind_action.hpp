#pragma once

#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "bench/language/grammar/bind.hpp"
#include "bench/language/read_form.hpp"
#include "bench/plan/scenario.hpp"

/// Rows of the actions of a rule: `does<Replug>("replug", …)`. An action that is read goes behind those that the rule
/// already has.
namespace modembench::bench::grammar {

namespace detail {

inline Put append(std::vector<Action> actions) {
  return [actions = std::move(actions)](void* rule) {
    auto& all = static_cast<Rule*>(rule)->actions;
    all.insert(all.end(), actions.begin(), actions.end());
  };
}

template <class T>
std::vector<Action> actions_of(std::vector<T> actions) {
  return {std::make_move_iterator(actions.begin()), std::make_move_iterator(actions.end())};
}

// Reads an action: `true`, or a map of its settings if the row has one.
template <class Does>
std::optional<Put> bind_action(Reader& reader, const YamlNode& node, const KeySpec& key) {
  Does action;
  const auto* settings = key.value.size > 1 ? key.value.forms[1].of_map : nullptr;
  if (settings != nullptr && node.kind == YamlNode::Kind::map) {
    read_into(reader, node, *settings, action);
  } else if (!read_only_true(reader, node, key)) {
    return std::nullopt;
  }
  return append({std::move(action)});
}

template <class Does, auto read>
std::optional<Put> bind_action_by(Reader& reader, const YamlNode& node, const KeySpec&) {
  auto value = read(reader, node);
  if (!value) return std::nullopt;
  if constexpr (std::is_same_v<typename Wanted<decltype(value)>::Type, Does>) {
    return append({std::move(*value)});
  } else {
    return append({Does{std::move(*value)}});
  }
}

template <auto read>
std::optional<Put> bind_actions_by(Reader& reader, const YamlNode& node, const KeySpec&) {
  return append(actions_of(read(reader, node)));
}

}  // namespace detail

/// A key for an action that has no settings, or a map of settings that is bound to the action.
template <class Does>
constexpr KeySpec does(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_action<Does>};
}
/// A key for an action that `read` reads, whole or its first member: `std::optional<T>(Reader&, const YamlNode&)`.
template <class Does, auto read>
constexpr KeySpec does_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_action_by<Does, read>};
}
/// A key for any number of actions, which `read` reads: `std::vector<T>(Reader&, const YamlNode&)`.
template <auto read>
constexpr KeySpec does_all_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_actions_by<read>};
}

}  // namespace modembench::bench::grammar
