#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Bytes as lines of text, for what the guest says byte by byte (RFC 4648, section 4). Both sides, bench and guest, use
/// this.
namespace modembench::vm {

inline constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

[[nodiscard]] inline std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto part = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) bits = bits << 8 | (j < part.size() ? static_cast<std::uint8_t>(part[j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) text += j <= part.size() ? kBase64[bits >> (18 - 6 * j) & 63U] : '=';
  }
  return text;
}

/// The bytes of such a text. Nothing if it is none: a foreign character, a length that is no multiple of four, padding
/// before the end.
[[nodiscard]] inline std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t bits = 0;
    std::size_t padding = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const char c = text[i + j];
      const auto value = kBase64.find(c);
      const bool pads = c == '=' && i + 4 == text.size() && j >= 2;
      if (value == std::string_view::npos ? !pads : padding > 0) return std::nullopt;
      padding += pads ? 1 : 0;
      bits = bits << 6 | static_cast<std::uint32_t>(pads ? 0 : value);
    }
    for (std::size_t j = 0; j + padding < 3; ++j) bytes += static_cast<char>(bits >> (16 - 8 * j) & 255U);
  }
  return bytes;
}

}  // namespace modembench::vm
