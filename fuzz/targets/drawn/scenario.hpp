#pragma once

#include <string>

#include "fuzz/targets/input.hpp"

namespace modembench::fuzz {

/// A scenario whose rules and settings are drawn by the bytes of `input` from the tables of the language: any trigger
/// with any action, at messages that rules set off themselves. The scenario can be read: draws that the reader doesn't
/// take are left out.
[[nodiscard]] std::string drawn_scenario(Input& input);

}  // namespace modembench::fuzz
