#include "client_under_test/clock_preload/kept_descriptors.hpp"

#include <atomic>
#include <cstdint>

#include <fcntl.h>

#include "client_under_test/clock_preload/system_call.hpp"

namespace modembench::clock_preload {
namespace {

// Descriptors of ours have numbers from here on, where the limit allows.
constexpr int kFirstKept = 512;
constexpr int kMaxKept = 512;

std::atomic<std::uint64_t> g_kept[kMaxKept / 64];

}  // namespace

int keep(int descriptor) {
  if (descriptor < 0) return descriptor;
  const long high = system_call(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, kFirstKept);
  if (high >= 0) {
    system_call(SYS_close, descriptor);
    descriptor = static_cast<int>(high);
  }
  const int place = descriptor - kFirstKept;
  if (place >= 0 && place < kMaxKept) g_kept[place / 64].fetch_or(std::uint64_t{1} << (place % 64));
  return descriptor;
}

bool is_kept(int descriptor) {
  const int place = descriptor - kFirstKept;
  return place >= 0 && place < kMaxKept && (g_kept[place / 64].load() >> (place % 64) & 1) != 0;
}

void let_go(int descriptor) {
  const int place = descriptor - kFirstKept;
  if (place >= 0 && place < kMaxKept) g_kept[place / 64].fetch_and(~(std::uint64_t{1} << (place % 64)));
  system_call(SYS_close, descriptor);
}

}  // namespace modembench::clock_preload
