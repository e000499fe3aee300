#include "emulator/trace/hash.hpp"

#include <vector>

#include <fmt/format.h>

#include "emulator/trace/fnv.hpp"

namespace modembench::trace {
namespace {

void add_whole(Fnv& hash, const Event& event) {
  hash.number(static_cast<std::uint64_t>(event.at.time_since_epoch().count()));
  hash.byte(static_cast<std::uint8_t>(event.kind));
  hash.byte(static_cast<std::uint8_t>(event.port));
  hash.number(event.connection);
  hash.number(event.bytes.size());
  hash.bytes(event.bytes);
  hash.text(event.text);
  hash.number(static_cast<std::uint64_t>(event.status));
}

std::uint64_t transcript(const Trace& trace, bool with_words) {
  Fnv hash;
  for (const auto& event : trace.events()) {
    const bool in_words = event.kind == EventKind::client_started || event.kind == EventKind::client_says;
    if (with_words || !in_words) {
      add_whole(hash, event);
    } else {
      hash.number(static_cast<std::uint64_t>(event.at.time_since_epoch().count()));
      hash.byte(static_cast<std::uint8_t>(event.kind));
    }
  }
  hash.number(trace.lost());
  return hash.value();
}

/// What has happened on one port.
struct PortHash {
  Fnv events;
  Fnv in;
  Fnv out;

  void add(const Event& event) {
    if (event.kind == EventKind::serial_in) return in.bytes(event.bytes);
    if (event.kind == EventKind::serial_out) return out.bytes(event.bytes);
    events.byte(static_cast<std::uint8_t>(event.kind));
    events.number(event.connection);
    events.number(event.bytes.size());
    events.bytes(event.bytes);
  }
};

/// A fingerprint is made of so many ports at least: fingerprints that are written down stay what they are.
constexpr std::size_t kFewestPorts = 4;

bool of_a_port(EventKind what) { return what >= EventKind::registered && what <= EventKind::serial_out; }

std::uint64_t exchange(const Trace& trace) {
  std::vector<PortHash> ports(kFewestPorts);
  Fnv hash;
  for (const auto& event : trace.events()) {
    if (of_a_port(event.kind)) {
      const auto port = static_cast<std::size_t>(event.port);
      if (port >= ports.size()) ports.resize(port + 1);
      ports[port].add(event);
    }
    if (event.kind == EventKind::client_exited) hash.number(static_cast<std::uint64_t>(event.status));
  }
  for (const auto& port : ports) {
    for (const auto* part : {&port.events, &port.in, &port.out}) hash.number(part->value());
  }
  hash.number(trace.lost());
  return hash.value();
}

}  // namespace

std::string fingerprint(const Trace& trace, Clock clock) {
  if (clock == Clock::simulated) return fmt::format("transcript {:016x}", transcript(trace, true));
  if (clock == Clock::jumping) return fmt::format("transcript {:016x}", transcript(trace, false));
  return fmt::format("exchange {:016x}", exchange(trace));
}

}  // namespace modembench::trace
