#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/trigger.hpp"

namespace modembench::bench {

/// `name` is a message ("WDS Start Network"), "any" or "any WDS"; of a request alone also "any request" and
/// "any WDS request". `where` (may be null): {apn: net}, or {packet data handle: $pdh} for what was captured.
[[nodiscard]] std::optional<MessagePattern> read_message_pattern(Reader& reader, qmi::MessageKind kind,
                                                                 const YamlNode& name, const YamlNode* where);

/// {pdh: packet data handle, address: ipv4.address}: names, and the TLVs that are kept under them.
[[nodiscard]] std::vector<Capture> read_captures(Reader& reader, const YamlNode& node, const MessagePattern& of);

}  // namespace modembench::bench
