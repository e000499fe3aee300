#include "fuzz/mutator/work.hpp"

#include <array>

namespace modembench::fuzz {

void Found::replace(qmi::ByteView other) const {
  const auto begin = tlv->value.begin() + static_cast<std::ptrdiff_t>(at().offset);
  const auto end = begin + static_cast<std::ptrdiff_t>(at().size);
  qmi::Bytes value(tlv->value.begin(), begin);
  value.insert(value.end(), other.begin(), other.end());
  value.insert(value.end(), end, tlv->value.end());
  tlv->value = std::move(value);
}

std::string Found::words() const {
  const std::string path = sites.path(at());
  const std::string tlv_words = message->words_for(*tlv);
  return path.empty() ? tlv_words : fmt::format("{} {}", tlv_words, path);
}

std::uint64_t extreme(Random& random, std::size_t width, std::uint64_t truth) {
  const std::uint64_t most = ~std::uint64_t{0} >> (64U - 8U * width);
  const std::array<std::uint64_t, 14> all{0,           1,    truth + 1, truth - 1,    truth * 2,
                                          truth + 256, most, most - 1,  most >> 1U,   (most >> 1U) + 1,
                                          127,         128,  255,       random.next()};
  std::uint64_t number = random.pick(all) & most;
  if (number == truth) number = (truth + 1) & most;
  return number;
}

}  // namespace modembench::fuzz
