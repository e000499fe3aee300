// libFuzzer's hooks for a parser of QMUX frames: link this beside the fuzz target. A parser of bare messages defines
// the two functions itself, with its service (fuzz/README.md).

#include <cstring>

#include "fuzz/mutator/modembench_mutator.h"

// libFuzzer's; absent where something else drives the target.
extern "C" __attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace {

/// Where there is a hook for crossings, libFuzzer calls it every other time; of these, so few are crossings.
constexpr unsigned kCrossOneIn = 3;

modembench_options options() {
  modembench_options ours{};
  ours.change_bytes = LLVMFuzzerMutate;
  return ours;
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed);
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  const modembench_options ours = options();
  return modembench_mutate(&ours, data, size, max_size, seed);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1, const uint8_t* data2, size_t size2,
                                            uint8_t* out, size_t max_size, unsigned seed);
extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1, const uint8_t* data2, size_t size2,
                                            uint8_t* out, size_t max_size, unsigned seed) {
  const modembench_options ours = options();
  if (seed % kCrossOneIn != 0) {
    const size_t size = size1 < max_size ? size1 : max_size;
    if (size > 0) std::memcpy(out, data1, size);
    return modembench_mutate(&ours, out, size, max_size, seed);
  }
  return modembench_cross(&ours, data1, size1, data2, size2, out, max_size, seed);
}
