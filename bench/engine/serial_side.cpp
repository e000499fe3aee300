#include "bench/engine/serial_side.hpp"

namespace modembench::bench {

SerialSide::SerialSide(const serial::Voices& voices) {
  for (std::size_t i = 0; i < voices.size(); ++i) {
    sides_.emplace(kAllPorts[i + 1], Side{serial::Port(voices[i]), {}});
  }
}

bool SerialSide::open(PortName port, ConnectionId connection, Instant now) {
  auto& open = sides_.at(port).open;
  if (open.contains(connection)) return true;
  if (open.size() == kMaxOpen) return false;
  open.insert(connection);
  sides_.at(port).port.opened(now);
  return true;
}

bool SerialSide::close(PortName port, ConnectionId connection, Instant now) {
  auto& side = sides_.at(port);
  if (side.open.erase(connection) == 0) return false;
  if (side.open.empty()) side.port.closed(now);
  return true;
}

std::optional<SerialSide::Due> SerialSide::next() const {
  std::optional<Due> next;
  for (const auto& [name, side] : sides_) {
    const auto at = side.port.next_deadline();
    if (at && (!next || *at < next->at)) next = Due{name, *at};
  }
  return next;
}

}  // namespace modembench::bench
