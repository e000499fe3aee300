#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/plan/message_pattern.hpp"
#include "bench/plan/tamper.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

/// What befalls a message between the modem and its client: each fault of a Tamper, how it is said and what it does to
/// the message or its bytes. What happens in time and to the stream is done by whoever sends it.
namespace modembench::bench {

/// The message that is tampered with.
struct Tampered {
  std::string name;                     ///< "the answer to WDS Start Network"
  std::optional<std::uint8_t> service;  ///< the message's service; nothing: any
};
/// The faults in words: "delay the answer to WDS Start Network by 2s", "to any answer: cut 2 bytes off its end, send it
/// 3 times".
[[nodiscard]] std::string in_words(const Tamper& tamper, const Tampered& what);

/// The message as it is sent. A TLV whose captured value isn't there is left out.
[[nodiscard]] qmi::Message tampered(qmi::Message message, const Tamper& tamper, const Captured& captured);
/// The bytes of a message as they are sent. `frame` is a whole QMUX frame.
[[nodiscard]] qmi::Bytes tampered(qmi::Bytes frame, const Tamper& tamper);
/// The pieces in which these bytes are written, at least one.
[[nodiscard]] std::vector<qmi::Bytes> pieces(const qmi::Bytes& bytes, const Tamper& tamper);

/// The TLVs with captured values filled in. A TLV whose captured value isn't there is left out.
[[nodiscard]] std::vector<qmi::Tlv> filled_in(const std::vector<GivenTlv>& given, const Captured& captured);

}  // namespace modembench::bench
