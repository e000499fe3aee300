#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/language/name_reader.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/tamper.hpp"

/// What a rule does to a message on its way, as a file says it. Each function returns nothing where it has noted a
/// mistake.
namespace modembench::bench {

/// The most that a message's fields of 16 bits can say: a length, a transaction id.
inline constexpr std::int64_t kMostLength = UINT16_MAX;

/// Reads the keys of grammar::action_on_message that `map` has. Returns nothing if it has none of them. `about` is the
/// message that is tampered with; of a rule about a request, its answer.
[[nodiscard]] std::optional<Tamper> read_tamper(Reader& reader, MapReader& map, const About& about);

/// Reads a wrong number: "5", or "+1" and "-1" for a number that is added to the right one. Its magnitude is at most
/// `most`.
[[nodiscard]] std::optional<WrongNumber> read_wrong_number(Reader& reader, const YamlNode& node, std::int64_t most);
template <std::int64_t most>
std::optional<WrongNumber> read_wrong_number(Reader& reader, const YamlNode& node) {
  return read_wrong_number(reader, node, most);
}

/// Reads a list of TLVs by their names or numbers. Names are those of the message that the reader reads about; "result"
/// and numbers can be used for any message.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> read_tlv_ids(Reader& reader, const YamlNode& node,
                                                                    const grammar::KeySpec& key);
/// Reads a map of TLVs and the values that they get.
[[nodiscard]] std::optional<std::vector<GivenTlv>> read_changed_tlvs(Reader& reader, const YamlNode& node,
                                                                     const grammar::KeySpec& key);
/// Reads the id that replaces the message's own.
[[nodiscard]] std::optional<std::uint16_t> read_other_message(Reader& reader, const YamlNode& node);
/// Reads a map of length fields and the wrong lengths that they give.
[[nodiscard]] std::optional<std::vector<Lie>> read_lies(Reader& reader, const YamlNode& node,
                                                        const grammar::KeySpec& key);

}  // namespace modembench::bench
