#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/trigger.hpp"

namespace modembench::bench {

/// Reads a pattern for messages of a kind. `name` is a message's name ("WDS Start Network"), "any" or "any WDS"; the
/// word for the kind may follow: "any request", "any WDS request". `where` gives the values that TLVs must have,
/// {apn: net}, or {packet data handle: $pdh} for a captured value; it may be null.
[[nodiscard]] std::optional<MessagePattern> read_message_pattern(Reader& reader, qmi::MessageKind kind,
                                                                 const YamlNode& name, const YamlNode* where);

/// Reads a map of names and the TLVs whose values are kept under them: {pdh: packet data handle, address:
/// ipv4.address}. The TLVs are those of the message that `of` means.
[[nodiscard]] std::vector<Capture> read_captures(Reader& reader, const YamlNode& node, const MessagePattern& of);

}  // namespace modembench::bench
