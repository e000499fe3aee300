#include "emulator/scenario/serial_side.hpp"

namespace modembench::scenario {

SerialSide::SerialSide(serial::Voice voice) {
  sides_.emplace(PortName::ttyUSB0, Side{serial::Port(serial::Role::diag, voice), {}});
  sides_.emplace(PortName::ttyUSB1, Side{serial::Port(serial::Role::at, voice), {}});
  sides_.emplace(PortName::ttyUSB2, Side{serial::Port(serial::Role::nmea, voice), {}});
}

bool SerialSide::open(PortName port, ConnectionId connection) {
  auto& open = sides_.at(port).open;
  if (open.contains(connection)) return true;
  if (open.size() == kMaxOpen) return false;
  open.insert(connection);
  return true;
}

bool SerialSide::close(PortName port, ConnectionId connection) { return sides_.at(port).open.erase(connection) > 0; }

std::optional<SerialSide::Due> SerialSide::next() const {
  std::optional<Due> next;
  for (const auto& [name, side] : sides_) {
    const auto at = side.port.next_deadline();
    if (at && (!next || *at < next->at)) next = Due{name, *at};
  }
  return next;
}

}  // namespace modembench::scenario
