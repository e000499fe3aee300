#pragma once

#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/scenario/name_reader.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// TLVs of a response by their names: {packet data handle: 7}, and by their numbers, for what the schema doesn't
/// know or would not let through: {raw: {0x42: "01 02"}}.
[[nodiscard]] std::vector<qmi::Tlv> read_response_tlvs(Reader& reader, const YamlNode& node, const MessageId& message);

/// TLVs that a request must have, written in the same way; of structures only the members that matter.
[[nodiscard]] std::vector<FieldMatch> read_field_matches(Reader& reader, const YamlNode& node,
                                                         const MessageId& message);

}  // namespace modembench::scenario
