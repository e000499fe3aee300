#pragma once

#include <span>
#include <string>
#include <string_view>

/// The language as a JSON Schema (draft-07, which editors know best), made of the grammar's tables.
///
/// It is narrower than the readers where that helps whoever writes: keys and names are in their own spelling, so that
/// an editor can offer them. It is wider where a schema can't look: which TLVs a message has, whether a pattern is one,
/// what two keys mean for each other. `modembench check` has the last word.
namespace modembench::bench::grammar {

/// The schema of a scenario; with `clients` and `modems` as names that an editor offers for those keys.
[[nodiscard]] std::string json_schema(std::span<const std::string_view> clients,
                                      std::span<const std::string_view> modems);

}  // namespace modembench::bench::grammar
