#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace modembench::qmi {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Bytes in hexadecimal, lower case, with a space between them: "01 0c 00".
std::string to_hex(ByteView bytes);

}  // namespace modembench::qmi
