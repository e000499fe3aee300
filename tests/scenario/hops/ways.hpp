#pragma once

#include <span>

#include "hop.hpp"

/// All ways, by what carries them.
namespace hops {

[[nodiscard]] std::span<const Way> ways_by_descriptors();
[[nodiscard]] std::span<const Way> ways_by_network();
[[nodiscard]] std::span<const Way> ways_by_processes();
[[nodiscard]] std::span<const Way> ways_by_threads();

}  // namespace hops
