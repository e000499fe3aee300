#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/spec.hpp"

/// Names of the QMI schema as a file writes them. A function that reads at a node returns nothing where it has noted a
/// mistake.
namespace modembench::bench {

/// A message by its numbers.
struct MessageId {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  const qmi::MessageSpec* spec = nullptr;  ///< null if the schema doesn't have the message
};

/// The message that a part of a file is about.
struct About {
  std::optional<MessageId> message;  ///< nothing if it is about any message
  qmi::MessageKind kind = qmi::MessageKind::response;
};

/// Finds the message that a text names: "WDS Start Network", or "WDS 0x4321" for one without a name. Returns nothing
/// for other text, and notes no mistake.
[[nodiscard]] std::optional<MessageId> find_message_id(std::string_view text);
/// The names of all requests, as "WDS Start Network".
[[nodiscard]] std::vector<std::string> request_names();
/// The names of all indications, as "NAS Serving System".
[[nodiscard]] std::vector<std::string> indication_names();

/// Reads the name of a request.
[[nodiscard]] std::optional<MessageId> read_request_name(Reader& reader, const YamlNode& node);
/// Reads the name of an indication.
[[nodiscard]] std::optional<MessageId> read_indication_name(Reader& reader, const YamlNode& node);
/// Reads a service's name.
[[nodiscard]] std::optional<std::uint8_t> read_service(Reader& reader, const YamlNode& node);
/// Reads a value of an enumeration: its name, or a number of at most `width` bytes. `kind` says in a mistake what the
/// name is the name of.
[[nodiscard]] std::optional<std::uint64_t> read_enum(Reader& reader, const YamlNode& node, const qmi::EnumSpec& spec,
                                                     unsigned width, std::string_view kind);
/// Reads an error code of the Result TLV that isn't success.
[[nodiscard]] std::optional<std::uint16_t> read_error_code(Reader& reader, const YamlNode& node);
/// Reads the reason for the end of a data call (WDS CallEndReason).
[[nodiscard]] std::optional<std::uint16_t> read_call_end_reason(Reader& reader, const YamlNode& node);

/// The type of a TLV of a response, or of a member of that TLV if `member` isn't empty. The schema must have them.
[[nodiscard]] const qmi::TypeSpec& response_type(std::string_view message, std::string_view tlv,
                                                 std::string_view member = {});

}  // namespace modembench::bench
