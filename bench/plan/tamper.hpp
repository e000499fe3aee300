#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/plan/trigger.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

/// What befalls a message between the modem and its client: in time, as a QMI message, and as a stream of bytes.
namespace modembench::bench {

/// A TLV that a scenario gives.
struct GivenTlv {
  qmi::Tlv tlv;
  std::string captured;  ///< the name under which the value was captured; empty: the value is `tlv.value`
};

/// A number put in the place of the right one. `relative`: it is added to the right one ("+1").
struct WrongNumber {
  std::int64_t number = 0;
  bool relative = false;
};

/// A length in a frame that doesn't say how long the thing is.
struct Lie {
  enum class Of : std::uint8_t { qmux, message, tlv };
  Of of = Of::qmux;
  std::uint8_t tlv = 0;  ///< the id of the TLV meant: the first one in the frame
  WrongNumber length;
};

/// The faults of one message.
struct Tamper {
  // in time
  bool lost = false;                    ///< the message is never sent
  std::optional<Span> delay;            ///< it is sent that much later
  bool held = false;                    ///< it is held back until the rule is disarmed
  std::uint32_t repeat = 1;             ///< how often it is sent in all
  Duration gap{0};                      ///< the time between repeats, and between pieces
  std::optional<Duration> right_after;  ///< the message as it should be is sent, too, so long after the wrong one
  // as a message
  std::vector<std::uint8_t> without;
  std::vector<GivenTlv> change;  ///< TLVs that are replaced, or added at the end
  std::vector<std::uint8_t> doubled;
  std::optional<WrongNumber> transaction;
  std::optional<WrongNumber> client;
  std::optional<std::uint8_t> service;
  std::optional<std::uint16_t> message;
  // as bytes
  std::vector<Lie> lies;
  std::optional<std::int64_t> cut;  ///< how many bytes are left; negative: how many are missing at the end
  qmi::Bytes before;
  qmi::Bytes behind;
  // as a stream
  std::vector<std::size_t> split;  ///< sizes of the pieces, the last one for all that follow; empty: one piece
  bool merged = false;             ///< written together with what goes to this connection next
  bool hang_up = false;            ///< the connection ends after the message
};

/// Limits of what one message may become, with all its repeats: bytes, and writes.
inline constexpr std::size_t kMaxBytesOfMessage = 1 << 20;
inline constexpr std::size_t kMaxWritesOfMessage = 16384;
/// Says in words if a message of `bytes` bytes becomes more than these limits by `tamper`. Empty: it doesn't.
[[nodiscard]] std::string why_too_much(std::size_t bytes, const Tamper& tamper);
}  // namespace modembench::bench
