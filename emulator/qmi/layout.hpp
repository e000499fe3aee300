#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

/// Layouts say where in a typed message (`messages/*.hpp`) each value stands. They are tables that the schema compiler
/// writes beside the structs. With them one parser, one reader and one writer (typed.hpp) serve all messages, so that a
/// new TLV costs a line of a table.
///
/// The Layout of a value says how C++ holds it, its TypeSpec how it looks in bytes. Both have the same shape.
namespace modembench::qmi {

/// The way in which C++ holds a value.
enum class Held : std::uint8_t {
  number,     ///< an integer or enum of `size` bytes
  text,       ///< a std::string, as a Value has texts and addresses
  bytes,      ///< Bytes
  fixed,      ///< a std::array of `size` bytes
  list,       ///< a std::vector
  structure,  ///< a struct with `members`
};

/// Functions of a std::vector, whatever the type of its elements.
struct ListAccess {
  void* (*append)(void* list);  ///< puts a new element at the end; returns it
  std::size_t (*size)(const void* list);
  const void* (*at)(const void* list, std::size_t index);
  void* (*resize)(void* list, std::size_t count);  ///< makes it `count` elements; returns the first
  std::size_t stride;                              ///< bytes from an element to the next
};

/// Functions of a std::optional, whatever its type.
struct OptionalAccess {
  void* (*emplace)(void* optional);
  const void* (*find)(const void* optional);  ///< the value; null if there is none
};

struct Layout;

/// The place of a value in a struct.
struct Place {
  std::size_t offset = 0;  ///< bytes from the start of the struct
  const Layout* layout = nullptr;
  const OptionalAccess* optional = nullptr;  ///< null if the value isn't held as std::optional
};

/// How C++ holds a value.
struct Layout {
  Held held = Held::number;
  std::uint32_t size = 0;  ///< bytes of a number or of fixed bytes
  const ListAccess* list = nullptr;
  const Layout* element = nullptr;  ///< of a list
  std::span<const Place> members{};
};

/// The place of a TLV in a typed message.
struct TlvPlace {
  std::uint8_t id = 0;
  bool mandatory = false;
  Place place;
};

/// The places of all TLVs of a typed message.
struct MessageLayout {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  MessageKind kind = MessageKind::request;
  std::span<const TlvPlace> tlvs;  ///< sorted by id
};

/// The value at a place of the struct `within`. An optional one is made.
[[nodiscard]] inline void* make(const Place& place, void* within) {
  void* at = static_cast<std::byte*>(within) + place.offset;
  return place.optional != nullptr ? place.optional->emplace(at) : at;
}
/// The value at a place of the struct `within`; null for an optional one that isn't there.
[[nodiscard]] inline const void* find(const Place& place, const void* within) {
  const void* at = static_cast<const std::byte*>(within) + place.offset;
  return place.optional != nullptr ? place.optional->find(at) : at;
}

// The parts of which the tables are made.

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
    .resize = [](void* list, std::size_t count) -> void* {
      auto& elements = *static_cast<std::vector<T>*>(list);
      elements.resize(count);
      return elements.data();
    },
    .stride = sizeof(T),
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
