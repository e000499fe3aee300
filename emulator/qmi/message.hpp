#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/qmi/spec.hpp"
#include "emulator/qmi/value.hpp"

namespace modembench::qmi {

enum class MessageKind : std::uint8_t { request, response, indication };

/// The client id of an indication to every client of a service.
inline constexpr std::uint8_t kEveryClient = 0xFF;

/// The headers of a frame, QMUX's and the SDU's.
struct Header {
  std::uint8_t service = 0;
  std::uint8_t client = 0;  ///< client id; 0 for CTL, kEveryClient in some indications
  MessageKind kind = MessageKind::request;
  std::uint16_t transaction = 0;  ///< 8 bits for CTL; 0 in indications
  std::uint16_t message = 0;
  [[nodiscard]] bool is_response() const { return kind == MessageKind::response; }
  bool operator==(const Header&) const = default;
};

/// The message's name, "WDS Start Network", as message_name() of its numbers has it.
[[nodiscard]] std::string message_name(const Header& header);

/// A TLV of a message.
struct Tlv {
  std::uint8_t id = 0;
  Value value;                    ///< of the shape that `spec` gives; Bytes if the schema doesn't know the TLV
  const TlvSpec* spec = nullptr;  ///< null if the schema doesn't know the TLV
  bool operator==(const Tlv& other) const { return id == other.id && value == other.value; }
};

/// A whole message. Its TLVs are named values, in the order of the frame.
struct Message {
  Header header;
  std::vector<Tlv> tlvs;

  [[nodiscard]] const Tlv* find_tlv(std::uint8_t id) const;  ///< the first TLV of this id; null if there is none
  [[nodiscard]] const Value* find(std::uint8_t id) const;    ///< the value of that TLV; null if there is none
  /// The value of the first TLV of this name, by the rule of `same_name`; null if there is none.
  [[nodiscard]] const Value* find(std::string_view name) const;
  /// The error code of a response's Result TLV: 0 for success; nothing if it has no such TLV.
  [[nodiscard]] std::optional<std::uint16_t> error() const;
  /// Puts a TLV in the place of the first of the same id, or behind all others.
  Message& set(Tlv tlv);
  /// Puts a TLV of this id there. Its spec is looked up by the header.
  Message& set(std::uint8_t id, Value value);
  bool operator==(const Message&) const = default;
};

/// A response to a request. Its only TLV is the Result, with status and error; an error of 0 is success.
[[nodiscard]] Message response_to(const Header& request, std::uint16_t error = 0);
/// An indication without TLVs to a client, or to every client of the service (kEveryClient).
[[nodiscard]] Message indication(std::uint8_t service, std::uint8_t client, std::uint16_t message);

}  // namespace modembench::qmi
