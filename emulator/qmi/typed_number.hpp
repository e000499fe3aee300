#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "emulator/qmi/error.hpp"
#include "emulator/qmi/layout.hpp"

/// What the parser, the reader and the writer of typed messages share.
namespace modembench::qmi {

/// A number of `size` bytes (an integer or an enum) as C++ holds it; what doesn't fit is cut off.
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

/// The number there, a negative one in two's complement of 64 bits if `is_signed`.
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

/// Whether it is the header of such a message.
[[nodiscard]] Expected<void> check_header(const Header& header, const MessageLayout& layout);
/// What is wrong where a mandatory TLV isn't there.
[[nodiscard]] Error missing(const MessageLayout& layout, std::uint8_t id, std::size_t offset);

}  // namespace modembench::qmi
