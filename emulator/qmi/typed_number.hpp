#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "emulator/qmi/error.hpp"
#include "emulator/qmi/layout.hpp"

/// Parts that the parser, the reader and the writer of typed messages share.
namespace modembench::qmi {

/// Writes a number into an integer or enum of `size` bytes at `at`. Bits that don't fit are cut off.
inline void put_number(void* at, std::uint32_t size, std::uint64_t value) {
  const auto put = [&](auto number) { std::memcpy(at, &number, sizeof number); };
  switch (size) {
    case 1:
      return put(static_cast<std::uint8_t>(value));
    case 2:
      return put(static_cast<std::uint16_t>(value));
    case 4:
      return put(static_cast<std::uint32_t>(value));
    default:
      return put(value);
  }
}

/// Reads an integer or enum of `size` bytes at `at`. If `is_signed`, a negative one is in two's complement of 64 bits.
[[nodiscard]] inline std::uint64_t get_number(const void* at, std::uint32_t size, bool is_signed) {
  const auto get = [&](auto number) {
    std::memcpy(&number, at, sizeof number);
    return static_cast<std::uint64_t>(number);
  };
  switch (size) {
    case 1:
      return is_signed ? get(std::int8_t{}) : get(std::uint8_t{});
    case 2:
      return is_signed ? get(std::int16_t{}) : get(std::uint16_t{});
    case 4:
      return is_signed ? get(std::int32_t{}) : get(std::uint32_t{});
    default:
      return get(std::uint64_t{});
  }
}

/// Checks that a header is that of the layout's message. If it isn't, the error names both messages.
[[nodiscard]] Expected<void> check_header(const Header& header, const MessageLayout& layout);
/// The error that a mandatory TLV is missing in the message.
[[nodiscard]] Error missing(const MessageLayout& layout, std::uint8_t id, std::size_t offset);

}  // namespace modembench::qmi
