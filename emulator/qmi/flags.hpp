#pragma once

#include <type_traits>

/// Masks, which are enums of the schema whose values are flags. A mask keeps the type of its enum.
namespace modembench::qmi {

/// Whether a mask has a flag.
template <class Flags>
[[nodiscard]] constexpr bool has(Flags mask, Flags flag) {
  using Number = std::underlying_type_t<Flags>;
  return (static_cast<Number>(mask) & static_cast<Number>(flag)) != 0;
}

/// The flags of all these masks together.
template <class Flags, class... More>
requires(std::is_same_v<Flags, More>&&...) [[nodiscard]] constexpr Flags join(Flags mask, More... more) {
  using Number = std::underlying_type_t<Flags>;
  return static_cast<Flags>((static_cast<Number>(mask) | ... | static_cast<Number>(more)));
}

/// The flags that both masks have.
template <class Flags>
[[nodiscard]] constexpr Flags common(Flags mask, Flags other) {
  using Number = std::underlying_type_t<Flags>;
  return static_cast<Flags>(static_cast<Number>(mask) & static_cast<Number>(other));
}

}  // namespace modembench::qmi
