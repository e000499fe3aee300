#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/spec.hpp"

/// Look-ups in the compiled schema, by number and by name.
namespace modembench::qmi {

[[nodiscard]] std::span<const ServiceSpec> services();
[[nodiscard]] const ServiceSpec* find_service(std::uint8_t id);
[[nodiscard]] const ServiceSpec* find_service(std::string_view name);
[[nodiscard]] const MessageSpec* find_message(std::uint8_t service, std::uint16_t message);
[[nodiscard]] const MessageSpec* find_message(const ServiceSpec& service, std::string_view name);

/// A message as a scenario writes it: "WDS Start Network".
struct MessageName {
  const ServiceSpec* service = nullptr;
  const MessageSpec* message = nullptr;
};
[[nodiscard]] MessageName find_message(std::string_view service_and_name);

/// The TLVs of one kind of a message.
[[nodiscard]] std::span<const TlvSpec> tlvs_of(const MessageSpec& message, MessageKind kind);
[[nodiscard]] const TlvSpec* find_tlv(std::span<const TlvSpec> tlvs, std::uint8_t id);
[[nodiscard]] const TlvSpec* find_tlv(std::span<const TlvSpec> tlvs, std::string_view name);

/// The error codes of the Result TLV (numbers as in libqmi's QmiProtocolError).
[[nodiscard]] const EnumSpec& error_codes();
/// The TLV 02 of every response: {status u16, error u16}.
[[nodiscard]] const TlvSpec& result_tlv();

/// "WDS Start Network"; "WDS 0x4321" or "service 0x42 message 0x4321" where the schema has no name.
[[nodiscard]] std::string message_name(std::uint8_t service, std::uint16_t message);
/// "WDS", or "service 0x42".
[[nodiscard]] std::string service_name(std::uint8_t service);

/// Names are the same whatever their case and whether words are parted by spaces, '-' or '_', or not at
/// all: "packet_data_handle" is "Packet Data Handle".
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

/// Up to `most` of `candidates`, nearest first (by edit distance after the rule of `same_name`);
/// those too far from `name` to be a slip of the pen are left out.
[[nodiscard]] std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                                     std::size_t most = 3);

}  // namespace modembench::qmi
