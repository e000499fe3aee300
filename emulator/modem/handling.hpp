#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

/// What handlers of requests do again and again.
namespace modembench::modem {

/// Whether a mask (an enum of flags) has a flag.
template <class Flags>
[[nodiscard]] constexpr bool has(Flags mask, Flags flag) {
  using Number = std::underlying_type_t<Flags>;
  return (static_cast<Number>(mask) & static_cast<Number>(flag)) != 0;
}

/// A switch that a request may speak of: left as it is if it doesn't.
inline void follow(const std::optional<std::uint8_t>& wanted, bool& place) {
  if (wanted) place = *wanted != 0;
}

}  // namespace modembench::modem
