#include "emulator/serial/port.hpp"

namespace modembench::serial {

qmi::Bytes Port::receive(qmi::ByteView bytes, Instant) {
  swallowed_ += bytes.size();
  return {};
}

qmi::Bytes Port::advance(Instant) { return {}; }

std::optional<Instant> Port::next_deadline() const { return std::nullopt; }

}  // namespace modembench::serial
