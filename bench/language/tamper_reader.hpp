#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/language/name_reader.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/tamper.hpp"

/// What befalls a message on its way, as a file says it.
namespace modembench::bench {

/// The most that a message's fields of 16 bits can say: a length, a transaction id.
inline constexpr std::int64_t kMostLength = UINT16_MAX;

/// Reads the keys of grammar::action_on_message that `map` has; nothing if there are none. `about` is the message that
/// it is done to, of a request its answer.
[[nodiscard]] std::optional<Tamper> read_tamper(Reader& reader, MapReader& map, const About& about);

/// "5", or "+1" and "-1" for one that is added to the right one.
[[nodiscard]] std::optional<WrongNumber> read_wrong_number(Reader& reader, const YamlNode& node, std::int64_t most);
template <std::int64_t most>
std::optional<WrongNumber> read_wrong_number(Reader& reader, const YamlNode& node) {
  return read_wrong_number(reader, node, most);
}

/// TLVs by their names or numbers, of the message that is read about; "result" and numbers can be meant of any.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> read_tlv_ids(Reader& reader, const YamlNode& node,
                                                                    const grammar::KeySpec& key);
/// TLVs and their values.
[[nodiscard]] std::optional<std::vector<GivenTlv>> read_changed_tlvs(Reader& reader, const YamlNode& node,
                                                                     const grammar::KeySpec& key);
/// The id of another message.
[[nodiscard]] std::optional<std::uint16_t> read_other_message(Reader& reader, const YamlNode& node);
/// Length fields, and what they say.
[[nodiscard]] std::optional<std::vector<Lie>> read_lies(Reader& reader, const YamlNode& node,
                                                        const grammar::KeySpec& key);

}  // namespace modembench::bench
