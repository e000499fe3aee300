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

/// What is tampered with.
struct Tampered {
  std::string name;                     ///< "the answer to WDS Start Network"
  std::optional<std::uint8_t> service;  ///< nothing: of any
};
/// "delay the answer to WDS Start Network by 2s", "to any answer: cut 2 bytes off its end, send it 3 times"
[[nodiscard]] std::string in_words(const Tamper& tamper, const Tampered& what);

/// The message as it is sent. A captured value that isn't there leaves the TLV out.
[[nodiscard]] qmi::Message tampered(qmi::Message message, const Tamper& tamper, const Captured& captured);
/// Its bytes as they are sent, `frame` being a whole QMUX frame.
[[nodiscard]] qmi::Bytes tampered(qmi::Bytes frame, const Tamper& tamper);
/// The pieces in which they are written, at least one.
[[nodiscard]] std::vector<qmi::Bytes> pieces(const qmi::Bytes& bytes, const Tamper& tamper);

/// TLVs with what was captured filled in.
[[nodiscard]] std::vector<qmi::Tlv> filled_in(const std::vector<GivenTlv>& given, const Captured& captured);

}  // namespace modembench::bench
