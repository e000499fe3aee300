#pragma once

#include <string>
#include <vector>

#include "bench/language/grammar/form.hpp"

namespace modembench::bench::grammar {

/// A map in Markdown: a heading, its sentence, and a table of its keys with the required ones in bold.
[[nodiscard]] std::string key_table(const MapSpec& spec);
/// All maps of the language.
[[nodiscard]] std::vector<const MapSpec*> all_maps();
/// The map of this name, or null.
[[nodiscard]] const MapSpec* find_map(std::string_view name);

}  // namespace modembench::bench::grammar
