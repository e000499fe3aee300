#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/spec.hpp"

/// Names of the QMI schema as a file writes them.
namespace modembench::bench {

/// A message by its numbers; `spec` is null for one that the schema has no name for.
struct MessageId {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  const qmi::MessageSpec* spec = nullptr;
};

/// The message that a part of a file is about.
struct About {
  std::optional<MessageId> message;  ///< nothing: any
  qmi::MessageKind kind = qmi::MessageKind::response;
};

/// "WDS Start Network", or "WDS 0x4321" for one that has no name; nothing, and nothing noted, for other text.
[[nodiscard]] std::optional<MessageId> find_message_id(std::string_view text);
/// The names of all messages that a client can send, as "WDS Start Network".
[[nodiscard]] std::vector<std::string> request_names();
/// The names of all messages that a modem sends unasked.
[[nodiscard]] std::vector<std::string> indication_names();

/// A message that a client can send.
[[nodiscard]] std::optional<MessageId> read_request_name(Reader& reader, const YamlNode& node);
/// A message that a modem sends unasked.
[[nodiscard]] std::optional<MessageId> read_indication_name(Reader& reader, const YamlNode& node);
/// A service's name.
[[nodiscard]] std::optional<std::uint8_t> read_service(Reader& reader, const YamlNode& node);
/// A value of an enumeration: its name, or a number that has `width` bytes.
[[nodiscard]] std::optional<std::uint64_t> read_enum(Reader& reader, const YamlNode& node, const qmi::EnumSpec& spec,
                                                     unsigned width, std::string_view kind);
/// An error code of the Result TLV, other than success.
[[nodiscard]] std::optional<std::uint16_t> read_error_code(Reader& reader, const YamlNode& node);
/// Why a data call ends (WDS CallEndReason).
[[nodiscard]] std::optional<std::uint16_t> read_call_end_reason(Reader& reader, const YamlNode& node);

/// The type of a TLV of a message that the schema surely has; its member's, if `member` isn't empty.
[[nodiscard]] const qmi::TypeSpec& response_type(std::string_view message, std::string_view tlv,
                                                 std::string_view member = {});

}  // namespace modembench::bench
