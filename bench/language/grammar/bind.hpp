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

/// Rows of the tables that are bound to members of a struct: `key<&CallSettings::after>("after", …)`. A value that is
/// read goes where its row says, at the start and for a change while the modem runs.
namespace modembench::bench::grammar {

/// A key that is bound to the member of `Owner` to which a path of members leads. The first member may be one of a
/// base.
template <class Owner, auto... path>
constexpr KeySpec key_in(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::Member<detail::PlaceOf<Owner, path...>>::bind,
          .at = detail::at<Owner, path...>};
}
/// A key that is bound to the member to which a path of members leads.
template <auto... path>
constexpr KeySpec key(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return key_in<detail::OwnerOf<path...>, path...>(name, value, example, about);
}
/// A key whose value no form of the table reads. `read` reads it: `std::optional<T>(Reader&, const YamlNode&)`, which
/// may have the key as its third parameter.
template <auto read, auto... path>
constexpr KeySpec key_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  using Owner = detail::OwnerOf<path...>;
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::bind_read<detail::PlaceOf<Owner, path...>, read>,
          .at = detail::at<Owner, path...>};
}
/// A key that is bound to a member of `Owner`, and whose value `read` reads.
template <class Owner, auto read, auto... path>
constexpr KeySpec key_in_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::bind_read<detail::PlaceOf<Owner, path...>, read>,
          .at = detail::at<Owner, path...>};
}
/// A key whose value is a map, the keys of which are bound to the same struct as the key itself.
template <class Owner>
constexpr KeySpec part_of(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_part<Owner>};
}
/// A key that changes a member in a way of its own. `read` reads the changes: `Changes<T>(Reader&, const YamlNode&)`.
template <auto read, auto... path>
constexpr KeySpec changes_by(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name,
          .value = value,
          .example = example,
          .about = about,
          .bind = detail::bind_changes<detail::PlaceOf<detail::OwnerOf<path...>, path...>, read>,
          .at = detail::at<detail::OwnerOf<path...>, path...>};
}
/// A key that changes several members of `Owner`. `read` reads the changes: `Changes<Owner>(Reader&, const YamlNode&)`.
template <class Owner, auto read>
constexpr KeySpec changes_of(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = detail::bind_changes<Owner, read>};
}

/// The keys of several tables as one table.
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

/// A key that is known only to be refused. `refuse` notes why: `void(Reader&, const YamlNode&)`.
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

/// A key that must be there.
constexpr KeySpec required(KeySpec key) {
  key.presence = Presence::required;
  return key;
}
/// A key that may be there only beside another one.
constexpr KeySpec needing(KeySpec key, std::string_view other) {
  key.needs = other;
  return key;
}

/// A map whose keys are bound to members of `Owner`.
template <class Owner>
constexpr MapSpec map_for(std::string_view name, std::string_view about, std::span<const KeySpec> keys) {
  return {.name = name, .about = about, .keys = keys, .owner = owner_of<Owner>()};
}

/// A map in which no key is required if `key` is there.
constexpr MapSpec required_unless(std::string_view key, MapSpec spec) {
  spec.unless = key;
  return spec;
}
/// A map that must have just one of these keys.
constexpr MapSpec with_one_of(MapSpec spec, std::span<const std::string_view> keys) {
  spec.one_of = keys;
  return spec;
}
/// A map that must have at least one of these keys.
constexpr MapSpec with_some_of(MapSpec spec, std::span<const std::string_view> keys) {
  spec.some_of = keys;
  return spec;
}

}  // namespace modembench::bench::grammar
