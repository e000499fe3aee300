#pragma once

#include <string>

#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// "client exits with failure within 30s", "never: client says /OK/"
[[nodiscard]] std::string in_words(const Expectation& expectation);

/// "once", "at least 2 times", "0 to 3 times"; nothing for "at least once", which goes without saying.
[[nodiscard]] std::string in_words(const Count& count);

}  // namespace modembench::bench
