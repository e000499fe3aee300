#pragma once

#include <optional>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// `name` is a message ("WDS Start Network"), "any" or "any WDS"; of a request alone also "any request" and
/// "any WDS request". `where` (may be null): {apn: net}, or {packet data handle: $pdh} for what was captured.
[[nodiscard]] std::optional<MessagePattern> read_message_pattern(Reader& reader, qmi::Kind kind, const YamlNode& name,
                                                                 const YamlNode* where);

/// {pdh: packet data handle, address: ipv4.address}: names, and the TLVs that are kept under them.
[[nodiscard]] std::vector<Capture> read_captures(Reader& reader, const YamlNode& node, const MessagePattern& of);

/// A message of the pattern's kind, service and id, whatever its TLVs say.
[[nodiscard]] bool is_that_message(const MessagePattern& pattern, const qmi::Message& message);
/// The same, and its TLVs say what they should. What was never captured equals nothing.
[[nodiscard]] bool matches(const MessagePattern& pattern, const qmi::Message& message, const Captured& captured);

/// Keeps what is there of `captures`.
void capture(const std::vector<Capture>& captures, const qmi::Message& message, Captured& captured);

/// "WDS Start Network with error CallFailed, apn \"internet\""
[[nodiscard]] std::string in_words(const MessagePattern& pattern);
/// "WDS Start Network", "any WDS request": without its `where`.
[[nodiscard]] std::string name_of(const MessagePattern& pattern);

}  // namespace modembench::scenario
