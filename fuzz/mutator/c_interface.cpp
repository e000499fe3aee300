#include <algorithm>
#include <cstring>

#include "fuzz/mutator/modembench_mutator.h"
#include "fuzz/mutator/mutator.hpp"
#include "fuzz/mutator/plain_bytes.hpp"

namespace {

using namespace modembench;

// Found by ci/speed-fuzz: beside the schema's mutations, libFuzzer's own pay by what it has seen the parser compare.
constexpr unsigned kBytesPercent = 25;
constexpr unsigned kValuePercent = 20;
/// How much longer than it was one value may become at once.
constexpr std::size_t kValueRoom = 64;

/// Stacked at once: fuzzers stack calls, too.
constexpr std::size_t kMutations = 2;

const modembench_options kDefaults{};

fuzz::Limits limits_of(const modembench_options& options, std::size_t max_size) {
  return {.max_bytes = max_size,
          .max_mutations = kMutations,
          .framing = {.bare = options.bare != 0, .service = options.service},
          .words = false};
}

/// The fuzzer's own mutator, or ours where it has none or gives nothing.
void change(const modembench_options& options, qmi::Bytes& bytes, std::size_t max_size, fuzz::Random& random) {
  const std::size_t before = bytes.size();
  if (options.change_bytes != nullptr && max_size > 0) {
    bytes.resize(std::max(max_size, before));
    const std::size_t size = options.change_bytes(bytes.data(), before, max_size);
    bytes.resize(size == 0 ? before : std::min(size, max_size));
    if (size > 0) return;
  }
  fuzz::change_bytes(bytes, max_size, random);
}

std::size_t put(const qmi::Bytes& bytes, std::uint8_t* out, std::size_t max_size) {
  const std::size_t size = std::min(bytes.size(), max_size);
  if (size > 0) std::memcpy(out, bytes.data(), size);
  return size;
}

}  // namespace

extern "C" size_t modembench_mutate(const modembench_options* given, uint8_t* data, size_t size, size_t max_size,
                                    unsigned seed) {
  const modembench_options& options = given == nullptr ? kDefaults : *given;
  fuzz::Random random(fuzz::mixed(seed, size));
  const fuzz::Limits limits = limits_of(options, max_size);
  qmi::Bytes bytes(data, data + std::min(size, max_size));

  const bool chosen = options.bytes_percent != 0 || options.value_percent != 0;
  const unsigned whole = options.change_bytes == nullptr ? 5 : chosen ? options.bytes_percent : kBytesPercent;
  const unsigned value = options.change_bytes == nullptr ? 0 : chosen ? options.value_percent : kValuePercent;
  const std::size_t draw = random.below(100);
  if (draw < whole) {
    change(options, bytes, max_size, random);
  } else if (draw >= whole + value || !fuzz::mutate_value(bytes, random, limits, [&](qmi::Bytes& one) {
               change(options, one, one.size() + kValueRoom, random);
             })) {
    fuzz::Mutated mutated = fuzz::mutate(bytes, random, limits);
    bytes = std::move(mutated.bytes);
    if (mutated.mutations.empty()) change(options, bytes, max_size, random);
  }
  return put(bytes, data, max_size);
}

extern "C" size_t modembench_cross(const modembench_options* given, const uint8_t* data1, size_t size1,
                                   const uint8_t* data2, size_t size2, uint8_t* out, size_t max_size, unsigned seed) {
  fuzz::Random random(fuzz::mixed(seed, size1 + size2));
  const fuzz::Limits limits = limits_of(given == nullptr ? kDefaults : *given, max_size);
  return put(fuzz::cross({data1, size1}, {data2, size2}, random, limits).bytes, out, max_size);
}
