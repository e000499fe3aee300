#pragma once

#include <optional>
#include <span>

#include "bench/language/read_map.hpp"
#include "bench/plan/expectation.hpp"

namespace modembench::bench::grammar {

/// A kind of expectation: the map whose first key says that it is one, and what is read of it; nothing, with a mistake
/// noted, where it says nothing of use.
struct ExpectationKind {
  const MapSpec* map;
  std::optional<Condition> (*read)(Reader& reader, MapReader& map, const MapSpec& spec);
};

/// All of them, `never` the first, which is read with another one in it. In the order in which they are looked for:
/// `says` stands beside `client`, too, and is the kind only where no other before it is.
[[nodiscard]] std::span<const ExpectationKind> expectation_kinds();

/// By the rows that are bound to the members of `T`. What is required and wrong leaves nothing.
template <class T>
std::optional<Condition> read_expected(Reader& reader, MapReader& map, const MapSpec& spec) {
  const auto puts = read_part(reader, map, spec, owner_of<T>());
  T expected;
  for (const auto& put : puts) put(&expected);
  return expected;
}
/// The TLVs that it names are those of its message.
template <>
std::optional<Condition> read_expected<ExpectMessage>(Reader& reader, MapReader& map, const MapSpec& spec);
/// The end of a client.
std::optional<Condition> read_exits(Reader& reader, MapReader& map, const MapSpec& spec);

}  // namespace modembench::bench::grammar
