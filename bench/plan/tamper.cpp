#include "bench/plan/tamper.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace modembench::bench {

std::string why_too_much(std::size_t bytes, const Tamper& tamper) {
  std::size_t writes = 0;
  std::size_t left = bytes;
  for (auto size = tamper.split.begin(); size != tamper.split.end() && left > 0; ++size, ++writes) {
    left -= std::min(left, *size);
  }
  if (!tamper.split.empty()) writes += (left + tamper.split.back() - 1) / tamper.split.back();
  bytes *= tamper.repeat;
  writes = std::max<std::size_t>(writes, 1) * tamper.repeat;
  if (bytes <= kMaxBytesOfMessage && writes <= kMaxWritesOfMessage) return {};
  return fmt::format("one message becomes {} bytes in {} writes: {} and {} are the most", bytes, writes,
                     kMaxBytesOfMessage, kMaxWritesOfMessage);
}

}  // namespace modembench::bench
