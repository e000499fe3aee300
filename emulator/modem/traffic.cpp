#include "emulator/modem/traffic.hpp"

#include <algorithm>

#include "emulator/modem/settings/call.hpp"

namespace modembench::modem {

namespace {

std::uint64_t bytes_at(std::uint64_t bits_per_second, Duration time) {
  constexpr std::uint64_t kMicroseconds = 1'000'000;
  const std::uint64_t per_second = bits_per_second / 8;
  const auto microseconds = static_cast<std::uint64_t>(std::max(time, Duration::zero()).count());
  // Apart, as their product has no room in 64 bits after some months.
  return per_second * (microseconds / kMicroseconds) + per_second * (microseconds % kMicroseconds) / kMicroseconds;
}

std::uint64_t packets_of(std::uint64_t bytes, std::uint64_t mtu) {
  return mtu == 0 ? 0 : bytes / mtu + (bytes % mtu != 0 ? 1 : 0);
}

}  // namespace

Traffic& Traffic::operator+=(const Traffic& more) {
  tx_bytes += more.tx_bytes;
  rx_bytes += more.rx_bytes;
  tx_packets += more.tx_packets;
  rx_packets += more.rx_packets;
  tx_errors += more.tx_errors;
  rx_errors += more.rx_errors;
  tx_overflows += more.tx_overflows;
  rx_overflows += more.rx_overflows;
  return *this;
}

Traffic synthetic_traffic(const CallSettings& settings, Duration active) {
  Traffic traffic;
  traffic.tx_bytes = bytes_at(settings.traffic.tx, active);
  traffic.rx_bytes = bytes_at(settings.traffic.rx, active);
  traffic.tx_packets = packets_of(traffic.tx_bytes, settings.mtu);
  traffic.rx_packets = packets_of(traffic.rx_bytes, settings.mtu);
  return traffic;
}

}  // namespace modembench::modem
