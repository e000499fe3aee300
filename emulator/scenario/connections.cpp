#include "emulator/scenario/connections.hpp"

#include <algorithm>

#include "emulator/qmi/names.hpp"

namespace modembench::scenario {
namespace {

constexpr std::uint8_t kEveryClient = 0xFF;

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
  if (request.client != 0) users_[{request.service, request.client}] = asker.connection;
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

void Connections::learn_client_id(const qmi::Message& response, ConnectionId connection) {
  namespace allocate = qmi::ctl::allocate_cid;
  if (response.header.service != qmi::ctl::service || response.header.message != allocate::id) return;
  const auto* info = response.find(allocate::response::allocation_info);
  const auto* service = info != nullptr ? info->member("service") : nullptr;
  const auto* client = info != nullptr ? info->member("cid") : nullptr;
  if (service == nullptr || client == nullptr) return;
  users_[{static_cast<std::uint8_t>(service->number()), static_cast<std::uint8_t>(client->number())}] = connection;
}

std::vector<ConnectionId> Connections::listeners(const qmi::Header& indication) const {
  // The control service has one client, the host.
  if (indication.client == kEveryClient || indication.service == qmi::ctl::service) return all_open();
  const auto user = users_.find({indication.service, indication.client});
  if (user == users_.end() || !open_.contains(user->second)) return {};
  return {user->second};
}

}  // namespace modembench::scenario
