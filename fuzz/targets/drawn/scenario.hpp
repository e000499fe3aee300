#pragma once

#include <string>

#include "fuzz/targets/input.hpp"

namespace modembench::fuzz {

/// A scenario whose rules and settings are drawn by the bytes of `input` from the tables of the language: any trigger
/// with any action, at messages that rules set off themselves. It is one that can be read: what isn't taken is left
/// out.
[[nodiscard]] std::string drawn_scenario(Input& input);

}  // namespace modembench::fuzz
