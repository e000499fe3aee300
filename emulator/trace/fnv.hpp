#pragma once

#include <cstdint>
#include <string_view>

#include "emulator/qmi/bytes.hpp"

namespace modembench::trace {

/// 64 bits of FNV-1a (draft-eastlake-fnv): the same everywhere; a comparison, no seal.
class Fnv {
 public:
  void byte(std::uint8_t value) { state_ = (state_ ^ value) * 0x100000001b3; }
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  void bytes(qmi::ByteView values) {
    for (const auto value : values) byte(value);
  }
  /// Adds a text with its length: "ab", "c" and "a", "bc" are not the same.
  void text(std::string_view value) {
    number(value.size());
    for (const char c : value) byte(static_cast<std::uint8_t>(c));
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

}  // namespace modembench::trace
