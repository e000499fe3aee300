#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace modembench::qmi {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// "01 0c 00" for the bytes 01 0C 00: lower case, a space between bytes.
std::string to_hex(ByteView bytes);

}  // namespace modembench::qmi
