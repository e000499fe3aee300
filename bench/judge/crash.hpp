#pragma once

#include <algorithm>
#include <array>

namespace modembench::bench {

/// Whether a client that has ended with `status` (its exit status, or 128 + signal) has crashed: by SIGILL, SIGTRAP,
/// SIGABRT, SIGBUS, SIGFPE, SIGSEGV or SIGSYS.
[[nodiscard]] constexpr bool is_crash(int status) {
  constexpr std::array kCrashes = {128 + 4, 128 + 5, 128 + 6, 128 + 7, 128 + 8, 128 + 11, 128 + 31};
  return std::find(kCrashes.begin(), kCrashes.end(), status) != kCrashes.end();
}

}  // namespace modembench::bench
