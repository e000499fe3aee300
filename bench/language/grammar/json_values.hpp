#pragma once

#include <span>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bench/language/grammar/form.hpp"

/// What single values are in a JSON Schema.
namespace modembench::bench::grammar {

/// The schema of one value, neither a map of known keys nor a list.
[[nodiscard]] nlohmann::ordered_json json_of(const Form& form);
/// Whether it takes any text, and so a variable, too.
[[nodiscard]] bool takes_any_text(const Form& form);
/// The definitions that schemas of values refer to: names of messages, errors and so on.
[[nodiscard]] nlohmann::ordered_json named_definitions(std::span<const std::string_view> clients,
                                                       std::span<const std::string_view> modems);

}  // namespace modembench::bench::grammar
