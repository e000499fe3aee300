#include <fmt/format.h>

#include "bench/judge/evidence.hpp"

namespace modembench::bench {

Match judge(const ExpectTraffic& expected, const Evidence& evidence) {
  if (!evidence.began()) return {false, evidence.why_not_begun()};
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  std::uint64_t untimely = 0;
  std::uint64_t lost = 0;
  for (const auto& event : evidence.events()) {
    if (event.moved == nullptr) continue;
    const auto& moved = *event.moved;
    const auto seen = expected.to_host ? moved.rx_packets : moved.tx_packets;
    lost += moved.lost;
    if (evidence.in_time(event)) {
      packets += seen;
      bytes += expected.to_host ? moved.rx_bytes : moved.tx_bytes;
    } else {
      untimely += seen;
    }
  }
  const bool met = packets >= expected.packets && bytes >= expected.bytes;
  std::string text = packets == 0 ? "nothing passed" : fmt::format("{} packets with {} bytes passed", packets, bytes);
  if (untimely > 0) text += fmt::format("; {} more packets out of time", untimely);
  if (lost > 0) text += fmt::format("; {} frames were lost", lost);
  if (!met && !evidence.client_started()) text = "the client was never started";
  return {met, std::move(text)};
}

}  // namespace modembench::bench
