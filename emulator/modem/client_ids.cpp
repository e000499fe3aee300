#include "emulator/modem/client_ids.hpp"

#include <algorithm>

namespace modembench::modem {

namespace {
constexpr std::size_t kFirstId = 1;
constexpr std::size_t kLastId = 254;

/// The next id after `last` that nobody has, from the first one again after the last one; nothing if there is none.
std::optional<std::size_t> free_after(std::size_t last, const std::bitset<256>& taken) {
  for (std::size_t step = 0; step < kLastId; ++step) {
    const std::size_t id = kFirstId + (last + step) % kLastId;
    if (!taken.test(id)) return id;
  }
  return std::nullopt;
}
}  // namespace

const ClientIds::Service* ClientIds::find(std::uint8_t service) const {
  const auto found =
      std::find_if(services_.begin(), services_.end(), [&](const Service& entry) { return entry.service == service; });
  return found != services_.end() ? &*found : nullptr;
}

std::size_t ClientIds::count() const {
  std::size_t sum = 0;
  for (const Service& entry : services_) sum += entry.ids.count();
  return sum;
}

ClientIds::Ids ClientIds::taken_for(std::uint8_t service) const {
  Ids taken;
  for (const Service& entry : services_) {
    if (settings_.unique_over_modem || entry.service == service) taken |= entry.ids;
  }
  return taken;
}

std::optional<std::uint8_t> ClientIds::allocate(std::uint8_t service) {
  if (count() >= settings_.limit) return std::nullopt;
  const Ids taken = taken_for(service);
  const Service* known = find(service);
  const std::size_t last = settings_.unique_over_modem ? last_ : known != nullptr ? known->last : 0;
  const bool goes_round = settings_.numbering == ClientIdSettings::Numbering::round_robin;
  const auto id = free_after(goes_round ? last : 0, taken);
  if (!id) return std::nullopt;
  if (known == nullptr) services_.push_back({service, {}});
  for (Service& entry : services_) {
    if (entry.service != service) continue;
    entry.ids.set(*id);
    entry.last = *id;
  }
  last_ = *id;
  return static_cast<std::uint8_t>(*id);
}

void ClientIds::clear() {
  services_.clear();
  last_ = 0;
}

bool ClientIds::release(std::uint8_t service, std::uint8_t client) {
  for (Service& entry : services_) {
    if (entry.service != service || !entry.ids.test(client)) continue;
    entry.ids.reset(client);
    return true;
  }
  return false;
}

bool ClientIds::holds(std::uint8_t service, std::uint8_t client) const {
  const Service* entry = find(service);
  return entry != nullptr && entry->ids.test(client);
}

std::vector<std::uint8_t> ClientIds::clients_of(std::uint8_t service) const {
  std::vector<std::uint8_t> clients;
  const Service* entry = find(service);
  if (entry == nullptr) return clients;
  for (std::size_t id = kFirstId; id <= kLastId; ++id) {
    if (entry->ids.test(id)) clients.push_back(static_cast<std::uint8_t>(id));
  }
  return clients;
}

std::vector<HeldClientId> ClientIds::all() const {
  std::vector<HeldClientId> held;
  for (const Service& entry : services_) {
    for (const std::uint8_t client : clients_of(entry.service)) held.push_back({entry.service, client});
  }
  return held;
}

}  // namespace modembench::modem
