#include "bench/engine/serial_side.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace modembench::bench {

SerialSide::SerialSide(const std::vector<PortName>& ports, const serial::Voices& voices, std::string revision)
    : revision_(std::move(revision)) {
  for (const auto port : ports) {
    const auto voice = voices.find(port);
    sides_.emplace(port, Side{serial::Port(voice == voices.end() ? serial::Silent{} : of_modem(voice->second)), {}});
  }
}

serial::Voice SerialSide::of_modem(serial::Voice voice) const {
  if (auto* diag = std::get_if<serial::Diag>(&voice)) diag->revision = revision_;
  return voice;
}

void SerialSide::set_voices(const serial::Voices& voices, Instant now) {
  for (const auto& [port, voice] : voices) {
    forget_asked(port);
    sides_.at(port).port.set_voice(of_modem(voice), now);
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
  if (!side.open.empty()) return true;
  forget_asked(port);
  side.port.closed(now);
  return true;
}

std::optional<qmi::Message> SerialSide::take_request() {
  for (auto& [name, side] : sides_) {
    auto request = side.port.take_request();
    if (!request) continue;
    request->header.transaction = ++last_transaction_;
    asked_.push_back({last_transaction_, name});
    return request;
  }
  return std::nullopt;
}

std::optional<PortName> SerialSide::take_asker(const qmi::Header& response) {
  const auto found = std::find_if(asked_.begin(), asked_.end(),
                                  [&](const Asked& one) { return one.transaction == response.transaction; });
  if (found == asked_.end()) return std::nullopt;
  const PortName port = found->port;
  asked_.erase(found);
  return port;
}

void SerialSide::forget_asked(PortName port) {
  std::erase_if(asked_, [&](const Asked& one) { return one.port == port; });
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
