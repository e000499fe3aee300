#pragma once

#include <cstdint>
#include <optional>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"

namespace modembench::serial {

/// What a serial port of a Gobi is for (qcserial's layout for Gobi 2000 and later).
enum class Role : std::uint8_t { diag, at, nmea };

/// How a port behaves. Silent is how the field reports have it: bytes are taken and nothing is said.
enum class Voice : std::uint8_t { silent };

/// One serial port, without I/O: bytes and the time in, bytes and the next deadline out.
class Port {
 public:
  Port(Role role, Voice voice) : role_(role), voice_(voice) {}

  [[nodiscard]] Role role() const { return role_; }
  [[nodiscard]] Voice voice() const { return voice_; }

  /// Bytes from the host; what the port says to them at once.
  [[nodiscard]] qmi::Bytes receive(qmi::ByteView bytes, Instant now);
  /// What the port says by itself at `now`.
  [[nodiscard]] qmi::Bytes advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// How many bytes the port has taken.
  [[nodiscard]] std::uint64_t swallowed() const { return swallowed_; }

 private:
  Role role_;
  Voice voice_;
  std::uint64_t swallowed_ = 0;
};

}  // namespace modembench::serial
