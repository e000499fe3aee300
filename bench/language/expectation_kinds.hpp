#pragma once

#include <optional>
#include <span>

#include "bench/language/read_map.hpp"
#include "bench/plan/expectation.hpp"

namespace modembench::bench::grammar {

/// A kind of expectation. The first key of `map` tells entries of this kind from others. `read` makes a condition of an
/// entry; it returns nothing, with a mistake noted, for an entry that can't be judged.
struct ExpectationKind {
  const MapSpec* map;
  std::optional<Condition> (*read)(Reader& reader, MapReader& map, const MapSpec& spec);
};

/// All kinds, in the order in which an entry is tried as one of them. `never` comes first, as an entry of it has
/// another kind's keys in it. `says` may stand beside `client`, too: an entry is of the kind `says` only if it is of no
/// kind before that.
[[nodiscard]] std::span<const ExpectationKind> expectation_kinds();

/// Reads an expectation by the rows that are bound to the members of `T`. A mistake leaves a member as it is made.
template <class T>
std::optional<Condition> read_expected(Reader& reader, MapReader& map, const MapSpec& spec) {
  const auto puts = read_part(reader, map, spec, owner_of<T>());
  T expected;
  for (const auto& put : puts) put(&expected);
  return expected;
}
/// Reads an expectation of a message. The TLVs that its keys name are those of that message.
template <>
std::optional<Condition> read_expected<ExpectMessage>(Reader& reader, MapReader& map, const MapSpec& spec);
/// Reads an expectation of a client's end.
std::optional<Condition> read_exits(Reader& reader, MapReader& map, const MapSpec& spec);

}  // namespace modembench::bench::grammar
