#include "fuzz/mutator/plain_bytes.hpp"

#include <algorithm>

namespace modembench::fuzz {

namespace {

std::ptrdiff_t at(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

qmi::Bytes some(std::size_t most, Random& random) {
  qmi::Bytes bytes(1 + random.below(most));
  for (auto& byte : bytes)
    byte = random.one_in(3) ? (random.one_in(2) ? std::uint8_t{0xFF} : std::uint8_t{0}) : random.byte();
  return bytes;
}

}  // namespace

void change_bytes(qmi::Bytes& bytes, std::size_t max_size, Random& random) {
  const std::size_t where = random.below(bytes.size());
  switch (bytes.empty() ? 4 : random.below(6)) {
    case 0:
      bytes[where] = static_cast<std::uint8_t>(bytes[where] ^ (1U << random.below(8)));
      break;
    case 1:
      bytes[where] = random.byte();
      break;
    case 2:
      bytes[where] = static_cast<std::uint8_t>(bytes[where] + (random.one_in(2) ? 1 : 0xFF));
      break;
    case 3:
      bytes.erase(bytes.begin() + at(where), bytes.begin() + at(where + 1 + random.below(bytes.size() - where)));
      break;
    case 4: {
      const qmi::Bytes more = some(8, random);
      bytes.insert(bytes.begin() + at(where), more.begin(), more.end());
      break;
    }
    default: {
      const qmi::Bytes again(bytes.begin() + at(where),
                             bytes.begin() + at(where + 1 + random.below(bytes.size() - where)));
      bytes.insert(bytes.begin() + at(random.below(bytes.size() + 1)), again.begin(), again.end());
    }
  }
  bytes.resize(std::min(bytes.size(), max_size));
}

}  // namespace modembench::fuzz
