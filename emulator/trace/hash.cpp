#include "emulator/trace/hash.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace modembench::trace {
namespace {

class Fnv {
 public:
  void byte(std::uint8_t value) { state_ = (state_ ^ value) * 0x100000001b3; }
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  void bytes(qmi::ByteView values) {
    for (const auto value : values) byte(value);
  }
  /// With its length: "ab", "c" and "a", "bc" are not the same.
  void text(std::string_view value) {
    number(value.size());
    for (const char c : value) byte(static_cast<std::uint8_t>(c));
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

void add_whole(Fnv& hash, const Event& event) {
  hash.number(static_cast<std::uint64_t>(event.at.count()));
  hash.byte(static_cast<std::uint8_t>(event.what));
  hash.byte(static_cast<std::uint8_t>(event.port));
  hash.number(event.connection);
  hash.number(event.bytes.size());
  hash.bytes(event.bytes);
  hash.text(event.text);
  hash.number(static_cast<std::uint64_t>(event.status));
}

std::uint64_t transcript(const Trace& trace) {
  Fnv hash;
  for (const auto& event : trace.events()) add_whole(hash, event);
  hash.number(trace.lost());
  return hash.value();
}

/// What has happened on one port.
struct PortHash {
  Fnv events;
  Fnv in;
  Fnv out;

  void add(const Event& event) {
    if (event.what == What::serial_in) return in.bytes(event.bytes);
    if (event.what == What::serial_out) return out.bytes(event.bytes);
    events.byte(static_cast<std::uint8_t>(event.what));
    events.number(event.connection);
    events.number(event.bytes.size());
    events.bytes(event.bytes);
  }
};

bool of_a_port(What what) { return what >= What::registered && what <= What::serial_out; }

std::uint64_t exchange(const Trace& trace) {
  std::array<PortHash, kAllPorts.size()> ports;
  Fnv hash;
  for (const auto& event : trace.events()) {
    if (of_a_port(event.what)) ports.at(static_cast<std::size_t>(event.port)).add(event);
    if (event.what == What::client_exited) hash.number(static_cast<std::uint64_t>(event.status));
  }
  for (const auto& port : ports) {
    for (const auto* part : {&port.events, &port.in, &port.out}) hash.number(part->value());
  }
  hash.number(trace.lost());
  return hash.value();
}

}  // namespace

std::string fingerprint(const Trace& trace, Clock clock) {
  if (clock == Clock::simulated) return fmt::format("transcript {:016x}", transcript(trace));
  return fmt::format("exchange {:016x}", exchange(trace));
}

}  // namespace modembench::trace
