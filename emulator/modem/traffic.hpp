#pragma once

#include <cstdint>

#include "emulator/instant.hpp"

namespace modembench::modem {

struct CallSettings;

/// What went over a data call, seen from the host: tx is what the host sent. Bytes and packets are good ones.
struct Traffic {
  std::uint64_t tx_bytes = 0;
  std::uint64_t rx_bytes = 0;
  std::uint64_t tx_packets = 0;
  std::uint64_t rx_packets = 0;
  std::uint64_t tx_errors = 0;
  std::uint64_t rx_errors = 0;
  std::uint64_t tx_overflows = 0;
  std::uint64_t rx_overflows = 0;

  Traffic& operator+=(const Traffic& more);
};

/// The traffic that the settings make up for a call that has been active for so long: bytes at the settings' rates, in
/// packets of the MTU, of which the last one may be smaller.
[[nodiscard]] Traffic synthetic_traffic(const CallSettings& settings, Duration active);

}  // namespace modembench::modem
