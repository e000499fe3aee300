#include "bench/engine/serial_side.hpp"

namespace modembench::bench {

SerialSide::SerialSide(const std::vector<PortName>& ports, const serial::Voices& voices) {
  for (const auto port : ports) {
    const auto voice = voices.find(port);
    sides_.emplace(port, Side{serial::Port(voice == voices.end() ? serial::Silent{} : voice->second), {}});
  }
}

std::vector<PortName> SerialSide::ports() const {
  std::vector<PortName> all;
  for (const auto& [port, side] : sides_) all.push_back(port);
  return all;
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
