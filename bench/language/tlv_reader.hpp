#pragma once

#include <vector>

#include "bench/language/name_reader.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::bench {

/// Reads TLVs of a message, by their names: {packet data handle: 7}. Under `raw` they stand by their numbers, for what
/// the schema doesn't know or wouldn't let through: {raw: {0x42: "01 02"}}. `$name` is the value captured under that
/// name.
[[nodiscard]] std::vector<GivenTlv> read_tlvs(Reader& reader, const YamlNode& node, const MessageId& message,
                                              qmi::MessageKind kind);

/// Reads TLVs that a message must have, written in the same way. A structure needs only the members that matter.
[[nodiscard]] std::vector<FieldMatch> read_field_matches(Reader& reader, const YamlNode& node, const MessageId& message,
                                                         qmi::MessageKind kind);

/// Reads a TLV's id, given by its name or its number.
[[nodiscard]] std::optional<std::uint8_t> read_tlv_id(Reader& reader, const YamlNode& node, const MessageId& message,
                                                      qmi::MessageKind kind);

}  // namespace modembench::bench
