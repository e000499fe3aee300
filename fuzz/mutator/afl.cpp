// AFL++'s custom mutator (its docs/custom_mutators.md): AFL_CUSTOM_MUTATOR_LIBRARY=…/modembench_afl.so. Inputs are QMUX
// frames; with MODEMBENCH_BARE_SERVICE=2 in the environment, bare messages of that service.

#include <cstdlib>
#include <cstring>
#include <vector>

#include "fuzz/mutator/modembench_mutator.h"
#include "fuzz/mutator/random.hpp"

#define EXPORTED __attribute__((visibility("default")))

namespace {

/// Every how many-th of the inputs is a crossing with the other one that AFL++ offers.
constexpr std::size_t kCrossOneIn = 8;

struct Mutator {
  explicit Mutator(unsigned seed) : random(seed) {
    if (const char* service = std::getenv("MODEMBENCH_BARE_SERVICE")) {
      options.bare = 1;
      options.service = static_cast<uint8_t>(std::strtoul(service, nullptr, 0));
    }
  }
  modembench::fuzz::Random random;
  modembench_options options{};
  std::vector<uint8_t> out;
};

}  // namespace

extern "C" {

EXPORTED void* afl_custom_init(void* afl, unsigned seed);
EXPORTED size_t afl_custom_fuzz(void* data, uint8_t* buf, size_t buf_size, uint8_t** out_buf, uint8_t* add_buf,
                                size_t add_buf_size, size_t max_size);
EXPORTED void afl_custom_deinit(void* data);

void* afl_custom_init(void* /*afl*/, unsigned seed) { return new Mutator(seed); }

size_t afl_custom_fuzz(void* data, uint8_t* buf, size_t buf_size, uint8_t** out_buf, uint8_t* add_buf,
                       size_t add_buf_size, size_t max_size) {
  auto& mutator = *static_cast<Mutator*>(data);
  const auto seed = static_cast<unsigned>(mutator.random.next());
  mutator.out.resize(max_size);
  *out_buf = mutator.out.data();
  if (add_buf != nullptr && add_buf_size > 0 && mutator.random.one_in(kCrossOneIn)) {
    return modembench_cross(&mutator.options, buf, buf_size, add_buf, add_buf_size, mutator.out.data(), max_size, seed);
  }
  const size_t size = buf_size < max_size ? buf_size : max_size;
  if (size > 0) std::memcpy(mutator.out.data(), buf, size);
  return modembench_mutate(&mutator.options, mutator.out.data(), size, max_size, seed);
}

void afl_custom_deinit(void* data) { delete static_cast<Mutator*>(data); }

}  // extern "C"
