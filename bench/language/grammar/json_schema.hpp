#pragma once

#include <span>
#include <string>
#include <string_view>

/// The language as a JSON Schema (draft-07, which editors know best), made of the grammar's tables.
///
/// The schema is narrower than the readers where that helps a writer: it has keys and names in their own spelling
/// alone, so that an editor can offer them. It is wider where a schema can't look: which TLVs a message has, whether a
/// text is a pattern, what two keys mean for each other. `modembench check` has the last word.
namespace modembench::bench::grammar {

/// The schema of a scenario as JSON. An editor offers `clients` and `modems` as values of those keys.
[[nodiscard]] std::string json_schema(std::span<const std::string_view> clients,
                                      std::span<const std::string_view> modems);

}  // namespace modembench::bench::grammar
