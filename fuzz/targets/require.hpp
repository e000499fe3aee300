#pragma once

#include <cstdio>
#include <cstdlib>

namespace modembench::fuzz {

/// Aborts if something doesn't hold that must hold of every input; a fuzzer takes the abort for a crash.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "doesn't hold: %s\n", what);
  std::abort();
}

}  // namespace modembench::fuzz
