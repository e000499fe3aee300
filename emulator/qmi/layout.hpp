#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

/// Where in a typed message (`messages/*.hpp`) each value stands: tables that the schema compiler writes beside the
/// structs. With them one parser, one reader and one writer (typed.hpp) serve every message, and to compile a new TLV
/// costs a line of a table.
///
/// A layout says how C++ holds a value whose TypeSpec says how it looks in bytes; both have the same shape.
namespace modembench::qmi {

/// What C++ holds a value as.
enum class Held : std::uint8_t {
  number,     ///< an integer or enum of `size` bytes
  text,       ///< a std::string; addresses too, as in a Value
  bytes,      ///< Bytes
  fixed,      ///< a std::array of `size` bytes
  list,       ///< a std::vector
  structure,  ///< a struct with `members`
};

/// A std::vector whose elements are of any type.
struct ListAccess {
  void* (*append)(void* list);  ///< a new element at the end
  std::size_t (*size)(const void* list);
  const void* (*at)(const void* list, std::size_t index);
};

/// A std::optional of any type.
struct OptionalAccess {
  void* (*emplace)(void* optional);
  const void* (*find)(const void* optional);  ///< null if it is empty
};

struct Layout;

/// A value in a struct.
struct Place {
  std::size_t offset = 0;
  const Layout* layout = nullptr;
  const OptionalAccess* optional = nullptr;  ///< null where the value is always there
};

struct Layout {
  Held held = Held::number;
  std::uint32_t size = 0;  ///< of a number or of fixed bytes, in bytes
  const ListAccess* list = nullptr;
  const Layout* element = nullptr;  ///< of a list
  std::span<const Place> members{};
};

struct TlvPlace {
  std::uint8_t id = 0;
  bool mandatory = false;
  Place place;
};

struct MessageLayout {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  MessageKind kind = MessageKind::request;
  std::span<const TlvPlace> tlvs;  ///< sorted by id
};

/// Where the value of a place stands; one that is optional becomes there. `find` gives null for one that isn't.
[[nodiscard]] inline void* make(const Place& place, void* within) {
  void* at = static_cast<std::byte*>(within) + place.offset;
  return place.optional != nullptr ? place.optional->emplace(at) : at;
}
[[nodiscard]] inline const void* find(const Place& place, const void* within) {
  const void* at = static_cast<const std::byte*>(within) + place.offset;
  return place.optional != nullptr ? place.optional->find(at) : at;
}

// What the tables are made of.

inline constexpr Layout kNumber8{.held = Held::number, .size = 1};
inline constexpr Layout kNumber16{.held = Held::number, .size = 2};
inline constexpr Layout kNumber32{.held = Held::number, .size = 4};
inline constexpr Layout kNumber64{.held = Held::number, .size = 8};
inline constexpr Layout kText{.held = Held::text};
inline constexpr Layout kRaw{.held = Held::bytes};
template <std::uint32_t Size>
inline constexpr Layout kFixed{.held = Held::fixed, .size = Size};

template <class T>
inline constexpr ListAccess kListOf{
    .append = [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); },
    .size = [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    .at = [](const void* list, std::size_t index) -> const void* {
      return &(*static_cast<const std::vector<T>*>(list))[index];
    },
};

template <class T>
inline constexpr OptionalAccess kOptional{
    .emplace = [](void* optional) -> void* { return &static_cast<std::optional<T>*>(optional)->emplace(); },
    .find = [](const void* optional) -> const void* {
      const auto& held = *static_cast<const std::optional<T>*>(optional);
      return held ? &*held : nullptr;
    },
};

}  // namespace modembench::qmi
