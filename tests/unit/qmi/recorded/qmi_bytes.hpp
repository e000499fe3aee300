#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/qmi/bytes.hpp"

namespace modembench::test {

/// Bytes of hexadecimal digits; spaces between them are allowed.
inline qmi::Bytes from_hex(std::string_view hex) {
  qmi::Bytes bytes;
  std::string digits;
  for (const char c : hex) {
    if (c == ' ') continue;
    digits.push_back(c);
    if (digits.size() < 2) continue;
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(digits, nullptr, 16)));
    digits.clear();
  }
  return bytes;
}

}  // namespace modembench::test
