#include "bench/engine/connections.hpp"

#include <algorithm>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::bench {
namespace {

namespace ctl = qmi::ctl;

constexpr std::uint8_t kEveryClient = 0xFF;
constexpr auto kInvalidClientId = static_cast<std::uint16_t>(qmi::ErrorCode::InvalidClientId);

}  // namespace

std::optional<Connections::Opening> Connections::open(ConnectionId connection) {
  if (const auto already = opening(connection)) return already;
  if (open_.size() == kMaxOpen) return std::nullopt;
  Open& made = open_[connection];
  made.opening = ++openings_;
  return made.opening;
}

bool Connections::close(ConnectionId connection) {
  std::erase_if(unanswered_, [&](const Unanswered& one) { return one.asker.connection == connection; });
  if (sharing_ == Sharing::proxy) {
    for (auto& [client, users] : users_) std::erase(users, connection);
    std::erase_if(users_, [](const auto& entry) { return entry.second.empty(); });
  }
  return open_.erase(connection) > 0;
}

std::optional<Connections::Opening> Connections::opening(ConnectionId connection) const {
  const auto found = open_.find(connection);
  if (found == open_.end()) return std::nullopt;
  return found->second.opening;
}

std::vector<ConnectionId> Connections::all_open() const {
  std::vector<ConnectionId> all;
  for (const auto& [connection, open] : open_) all.push_back(connection);
  return all;
}

void Connections::asked(const qmi::Header& request, Asker asker) {
  if (unanswered_.size() == kMaxUnanswered) unanswered_.pop_front();
  unanswered_.push_back({request, asker});
  if (request.client != 0) use({request.service, request.client}, asker.connection);
}

std::optional<Connections::Asker> Connections::take_asker(const qmi::Header& response) {
  const auto found = std::find_if(unanswered_.begin(), unanswered_.end(), [&](const Unanswered& one) {
    return one.request.service == response.service && one.request.client == response.client &&
           one.request.transaction == response.transaction && one.request.message == response.message;
  });
  if (found == unanswered_.end()) return std::nullopt;
  const Asker asker = found->asker;
  unanswered_.erase(found);
  return asker;
}

void Connections::learn(const qmi::Sendable& response, ConnectionId connection) {
  const qmi::Header& header = response.header();
  if (header.service != ctl::service) {
    if (response.error() == kInvalidClientId) leave({header.service, header.client}, connection);
    return;
  }
  if (response.error() != 0) return;
  if (header.message == ctl::allocate_cid::id) {
    const auto given = qmi::tlv_in(*response.message(), &ctl::allocate_cid::Response::allocation_info);
    if (given) use({given->service, given->cid}, connection);
  }
  if (header.message == ctl::release_cid::id) {
    const auto taken = qmi::tlv_in(*response.message(), &ctl::release_cid::Response::release_info);
    if (taken) forget({taken->service, taken->cid});
  }
  if (header.message == ctl::sync::id) forget_all_clients();
}

std::vector<ConnectionId> Connections::listeners(const qmi::Header& indication) const {
  // The control service has one client, the host: whoever has the node open. A proxy keeps such an indication to
  // itself.
  const bool is_for_host = indication.client == kEveryClient || indication.service == ctl::service;
  if (is_for_host && sharing_ == Sharing::node) return all_open();
  std::vector<ConnectionId> listeners;
  for (const auto& [client, users] : users_) {
    const auto& [service, id] = client;
    if (service != indication.service || (id != indication.client && indication.client != kEveryClient)) continue;
    for (const auto user : users) {
      if (open_.contains(user)) listeners.push_back(user);
    }
  }
  return listeners;
}

void Connections::use(ClientKey client, ConnectionId connection) {
  auto& users = users_[client];
  if (sharing_ == Sharing::node) {
    users.assign(1, connection);
  } else if (std::find(users.begin(), users.end(), connection) == users.end()) {
    users.push_back(connection);
  }
}

void Connections::leave(ClientKey client, ConnectionId connection) {
  const auto found = users_.find(client);
  if (found == users_.end()) return;
  std::erase(found->second, connection);
  if (found->second.empty()) users_.erase(found);
}

void Connections::forget(ClientKey client) {
  users_.erase(client);
  std::erase_if(unanswered_, [&](const Unanswered& one) {
    return ClientKey{one.request.service, one.request.client} == client;
  });
}

void Connections::forget_all() {
  users_.clear();
  unanswered_.clear();
}

void Connections::forget_all_clients() {
  users_.clear();
  std::erase_if(unanswered_, [](const Unanswered& one) { return one.request.service != ctl::service; });
}

}  // namespace modembench::bench
