#pragma once

#include <cstddef>

namespace modembench::bench {

/// A part of a text: where it begins, and how long it is, in bytes.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t size = 0;
  bool operator==(const TextSpan&) const = default;
};

}  // namespace modembench::bench
