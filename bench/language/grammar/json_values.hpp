#pragma once

#include <span>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bench/language/grammar/form.hpp"

/// Single values in a JSON Schema.
namespace modembench::bench::grammar {

/// The schema of a value that is neither a map of known keys nor a list.
[[nodiscard]] nlohmann::ordered_json json_of(const Form& form);
/// Whether a value of this form may be any text, and so a variable, too.
[[nodiscard]] bool takes_any_text(const Form& form);
/// The definitions to which schemas of values refer: names of messages, errors and others; `clients` and `modems` as
/// names that an editor offers.
[[nodiscard]] nlohmann::ordered_json named_definitions(std::span<const std::string_view> clients,
                                                       std::span<const std::string_view> modems);

}  // namespace modembench::bench::grammar
