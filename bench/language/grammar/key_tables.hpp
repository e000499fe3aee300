#pragma once

#include <string>
#include <vector>

#include "bench/language/grammar/form.hpp"

namespace modembench::bench::grammar {

/// A map in Markdown: a heading, what it is, and its keys as a table, those that are required in bold.
[[nodiscard]] std::string key_table(const MapSpec& spec);
[[nodiscard]] std::vector<const MapSpec*> all_maps();
/// The map that is called so, or null.
[[nodiscard]] const MapSpec* find_map(std::string_view name);

}  // namespace modembench::bench::grammar
