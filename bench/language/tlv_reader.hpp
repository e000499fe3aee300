#pragma once

#include <vector>

#include "bench/language/name_reader.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::bench {

/// TLVs of a message by their names: {packet data handle: 7}, and by their numbers, for what the schema doesn't
/// know or would not let through: {raw: {0x42: "01 02"}}. `$name` is what was captured under that name.
[[nodiscard]] std::vector<GivenTlv> read_tlvs(Reader& reader, const YamlNode& node, const MessageId& message,
                                              qmi::MessageKind kind);

/// TLVs that a message must have, written in the same way; of structures only the members that matter.
[[nodiscard]] std::vector<FieldMatch> read_field_matches(Reader& reader, const YamlNode& node, const MessageId& message,
                                                         qmi::MessageKind kind);

/// A TLV's id by its name or its number.
[[nodiscard]] std::optional<std::uint8_t> read_tlv_id(Reader& reader, const YamlNode& node, const MessageId& message,
                                                      qmi::MessageKind kind);

}  // namespace modembench::bench
