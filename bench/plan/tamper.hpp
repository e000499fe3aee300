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
  std::string captured;  ///< the value is not `tlv.value` but what was captured under this name
};

/// A number put in the place of the right one: as such, or added to the right one ("+1").
struct WrongNumber {
  std::int64_t number = 0;
  bool relative = false;
};

/// A length that isn't so.
struct Lie {
  enum class Of : std::uint8_t { qmux, message, tlv };
  Of of = Of::qmux;
  std::uint8_t tlv = 0;  ///< the first of this id in the frame
  WrongNumber length;
};

struct Tamper {
  // in time
  bool lost = false;                    ///< never sent
  std::optional<Span> delay;            ///< sent that much later
  bool held = false;                    ///< until the rule is disarmed
  std::uint32_t repeat = 1;             ///< sent so often in all
  Duration gap{0};                      ///< between the repeats, and between the pieces
  std::optional<Duration> right_after;  ///< the message as it should be is sent, too, so long after it
  // as a message
  std::vector<std::uint8_t> without;
  std::vector<GivenTlv> change;  ///< replaced, or added at the end
  std::vector<std::uint8_t> doubled;
  std::optional<WrongNumber> transaction;
  std::optional<WrongNumber> client;
  std::optional<std::uint8_t> service;
  std::optional<std::uint16_t> message;
  // as bytes
  std::vector<Lie> lies;
  std::optional<std::int64_t> cut;  ///< only so many bytes are left; negative: so many are missing at the end
  qmi::Bytes before;
  qmi::Bytes behind;
  // as a stream
  std::vector<std::size_t> split;  ///< sizes of the pieces; the last one goes for all that follow. Empty: whole
  bool merged = false;             ///< in one write with whatever goes to this connection next
  bool hang_up = false;            ///< then the connection ends
};

/// What one message may become, all its repeats together.
inline constexpr std::size_t kMaxBytesOfMessage = 1 << 20;
inline constexpr std::size_t kMaxWritesOfMessage = 16384;
/// Why a message that is `bytes` long when it is sent becomes more than that, in words; empty: it doesn't.
[[nodiscard]] std::string why_too_much(std::size_t bytes, const Tamper& tamper);
}  // namespace modembench::bench
