#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/spec.hpp"

/// Look-ups in the compiled schema by number and by name. A pointer is null if the schema doesn't have what is looked
/// for.
namespace modembench::qmi {

[[nodiscard]] std::span<const ServiceSpec> services();
[[nodiscard]] const ServiceSpec* find_service(std::uint8_t id);
[[nodiscard]] const ServiceSpec* find_service(std::string_view name);
[[nodiscard]] const MessageSpec* find_message(std::uint8_t service, std::uint16_t message);
[[nodiscard]] const MessageSpec* find_message(const ServiceSpec& service, std::string_view name);

/// A message that was looked up by its whole name. Both are null if the schema doesn't have it.
struct MessageName {
  const ServiceSpec* service = nullptr;
  const MessageSpec* message = nullptr;
};
/// Looks up a message as a scenario writes it: "WDS Start Network".
[[nodiscard]] MessageName find_message(std::string_view service_and_name);

/// The TLVs of the request, the response or the indication of a message.
[[nodiscard]] std::span<const TlvSpec> tlvs_of(const MessageSpec& message, MessageKind kind);
[[nodiscard]] const TlvSpec* find_tlv(std::span<const TlvSpec> tlvs, std::uint8_t id);
[[nodiscard]] const TlvSpec* find_tlv(std::span<const TlvSpec> tlvs, std::string_view name);

/// The error codes of the Result TLV (numbers as in libqmi's QmiProtocolError).
[[nodiscard]] const EnumSpec& error_codes();
/// The Result TLV, 0x02, of every response: {status u16, error u16}.
[[nodiscard]] const TlvSpec& result_tlv();

/// A message's name, "WDS Start Network". If the schema has none: "WDS 0x4321" or "service 0x42 message 0x4321".
[[nodiscard]] std::string message_name(std::uint8_t service, std::uint16_t message);
/// A service's name, "WDS"; "service 0x42" if the schema has none.
[[nodiscard]] std::string service_name(std::uint8_t service);

/// Whether two names are the same but for case, spaces, '-' and '_': "packet_data_handle" is "Packet Data Handle".
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

/// The candidates that are nearest to a name, by edit distance after the rule of `same_name`: `most` at most, the
/// nearest first. Those that are too far from the name to be a slip are left out.
[[nodiscard]] std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                                     std::size_t most = 3);

}  // namespace modembench::qmi
