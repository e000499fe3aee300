#include "emulator/modem/data_calls.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/call_addresses.hpp"
#include "emulator/modem/settings/call.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/enums/wds.hpp"

namespace modembench::modem {

namespace {

constexpr std::uint32_t kFirstHandle = 0x20000001;
constexpr std::uint32_t kLastHandle = 0xFFFFFFFE;

template <class Entries, class Predicate>
auto* find_entry(Entries& entries, Predicate chosen) {
  const auto found = std::find_if(entries.begin(), entries.end(), chosen);
  return found != entries.end() ? &*found : nullptr;
}

}  // namespace

Traffic DataCall::traffic(const CallSettings& settings, Instant now) const {
  Traffic sum = synthetic_traffic(settings, active_time(now));
  return sum += counted;
}

void DataCall::set_dormant(bool wanted, Instant now) {
  if (wanted == dormant) return;
  active_before = active_time(now);
  active_since = now;
  dormant = wanted;
}

std::uint32_t DataCalls::new_handle() {
  do {
    last_handle_ = last_handle_ >= kLastHandle ? kFirstHandle : last_handle_ + 1;
  } while (find_handle(last_handle_) != nullptr);
  return last_handle_;
}

std::string DataCalls::new_address(const CallWish& wish, const CallSettings& settings) const {
  const auto is_free = [&](const std::string& address) {
    return std::none_of(running_.begin(), running_.end(), [&](const DataCall& c) { return c.address == address; });
  };
  if (!wish.ipv4_address.empty() && is_free(wish.ipv4_address)) return wish.ipv4_address;
  for (unsigned n = 0;; ++n) {
    std::string address = wish.family == qmi::wds::IpFamily::IPv6
                              ? nth_ipv6(settings.ipv6_address, settings.ipv6_gateway, n)
                              : nth_ipv4(settings.ipv4_address, settings.ipv4_gateway, n);
    // Among so many different ones is one that no call has, unless there is none to begin with.
    if (n >= kMaxCalls || is_free(address)) return address;
  }
}

const DataCall& DataCalls::connect(DataCall call, const CallSettings& settings) {
  if (call.handle == 0) call.handle = new_handle();
  call.address = new_address(call.wish, settings);
  running_.push_back(std::move(call));
  return running_.back();
}

void DataCalls::readdress(qmi::wds::IpFamily family, const CallSettings& settings) {
  std::vector<DataCall> calls = std::exchange(running_, {});
  for (DataCall& call : calls) {
    if (call.family() == family) call.address = new_address(call.wish, settings);
    running_.push_back(std::move(call));
  }
}

std::optional<Instant> DataCalls::next_deadline() const {
  std::optional<Instant> next;
  for (const PendingStart& start : pending_) next = earlier(next, start.due);
  return next;
}

const DataCall* DataCalls::find(std::uint8_t client, qmi::wds::IpFamily family) const {
  return find_entry(running_, [&](const DataCall& c) { return c.client == client && c.family() == family; });
}

const DataCall* DataCalls::find(qmi::wds::IpFamily family) const {
  return find_entry(running_, [&](const DataCall& call) { return call.family() == family; });
}

DataCall* DataCalls::find_handle(std::uint64_t handle) {
  return find_entry(running_, [&](const DataCall& call) { return call.handle == handle; });
}

const PendingStart* DataCalls::find_pending(std::uint8_t client, qmi::wds::IpFamily family) const {
  return find_entry(pending_,
                    [&](const PendingStart& start) { return start.client() == client && start.wish.family == family; });
}

}  // namespace modembench::modem
