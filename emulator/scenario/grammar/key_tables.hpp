#pragma once

#include <string>

#include "emulator/scenario/grammar/form.hpp"

namespace modembench::scenario::grammar {

/// The keys of a map as a table in Markdown: key, value, what it is. Required keys are bold.
[[nodiscard]] std::string key_table(const MapSpec& spec);
/// The map that is called so, or null.
[[nodiscard]] const MapSpec* find_map(std::string_view name);

}  // namespace modembench::scenario::grammar
