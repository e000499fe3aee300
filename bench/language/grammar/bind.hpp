#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "bench/language/grammar/bind_member.hpp"
#include "bench/language/grammar/form.hpp"
#include "bench/language/read_map.hpp"

/// Rows that are bound to the members of a struct: `key<&CallSettings::after>("after", …)`. What is read of a file,
/// at the start or for a change while the modem runs, goes where the row says.
namespace modembench::bench::grammar {

/// A key that is bound to a member of `Owner`, or one of its base's, or further down.
template <class Owner, auto... path>
constexpr KeySpec key_in(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {
      .name = name, .value = value, .example = example, .about = about, .bind = detail::Member<Owner, path...>::bind};
}
template <auto... path>
constexpr KeySpec key(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return key_in<detail::OwnerOf<path...>, path...>(name, value, example, about);
}
/// The same for a value that no form of the table reads: by a function `std::optional<T>(Reader&, const YamlNode&)`,
/// which may have the key as its third parameter.
template <auto read, auto... path>
constexpr KeySpec key_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  using Owner = detail::OwnerOf<path...>;
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::ReadMember<Owner, read, path...>::bind};
}
template <class Owner, auto read, auto... path>
constexpr KeySpec key_in_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::ReadMember<Owner, read, path...>::bind};
}
/// A map in the file that is none in the struct.
template <class Owner>
constexpr KeySpec part_of(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_part<Owner>};
}
/// A key that changes a member by a rule of its own: a function `Changes<T>(Reader&, const YamlNode&)`.
template <auto read, auto... path>
constexpr KeySpec changes_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::bind_changes<detail::OwnerOf<path...>, read, path...>};
}
/// The same for several members of the struct.
template <class Owner, auto read>
constexpr KeySpec changes_of(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_changes<Owner, read>};
}

/// The keys of several maps, for one that takes them all.
template <std::size_t... sizes>
consteval auto joined(const KeySpec (&... parts)[sizes]) {
  return [&]<std::size_t... all>(std::index_sequence<all...>) {
    const std::array<std::span<const KeySpec>, sizeof...(sizes)> spans{std::span<const KeySpec>(parts)...};
    const auto key_at = [&](std::size_t index) {
      std::size_t part = 0;
      while (index >= spans[part].size()) index -= spans[part++].size();
      return spans[part][index];
    };
    return std::array<KeySpec, sizeof...(all)>{key_at(all)...};
  }
  (std::make_index_sequence<(sizes + ...)>());
}

/// A key that is known only to be refused: a function `void(Reader&, const YamlNode&)` says why.
template <auto refuse>
constexpr KeySpec refused(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = [](Reader& reader, const YamlNode& node, const KeySpec&) -> std::optional<Put> {
            refuse(reader, node);
            return std::nullopt;
          }};
}

constexpr KeySpec required(KeySpec key) {
  key.presence = Presence::required;
  return key;
}
constexpr KeySpec needing(KeySpec key, std::string_view other) {
  key.needs = other;
  return key;
}

/// A map that is bound to a struct.
template <class Owner>
constexpr MapSpec map_for(std::string_view name, std::string_view about, std::span<const KeySpec> keys) {
  return {.name = name, .about = about, .keys = keys, .owner = owner_of<Owner>()};
}

/// A map of which nothing is required where that key is.
constexpr MapSpec required_unless(std::string_view key, MapSpec spec) {
  spec.unless = key;
  return spec;
}
constexpr MapSpec with_one_of(MapSpec spec, std::span<const std::string_view> keys) {
  spec.one_of = keys;
  return spec;
}
constexpr MapSpec with_some_of(MapSpec spec, std::span<const std::string_view> keys) {
  spec.some_of = keys;
  return spec;
}

}  // namespace modembench::bench::grammar
