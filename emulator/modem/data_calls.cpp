#include "emulator/modem/data_calls.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {
constexpr std::uint32_t kFirstHandle = 0x20000001;
constexpr std::uint32_t kLastHandle = 0xFFFFFFFE;
}  // namespace

std::uint32_t DataCalls::new_handle() {
  const auto in_use = [&](std::uint32_t handle) {
    return std::any_of(running_.begin(), running_.end(), [&](const DataCall& call) { return call.handle == handle; });
  };
  do {
    last_handle_ = last_handle_ >= kLastHandle ? kFirstHandle : last_handle_ + 1;
  } while (in_use(last_handle_));
  return last_handle_;
}

const DataCall& DataCalls::connect(DataCall call) {
  call.handle = new_handle();
  running_.push_back(std::move(call));
  return running_.back();
}

std::optional<Instant> DataCalls::next_deadline() const {
  std::optional<Instant> next;
  for (const PendingStart& start : pending_) next = earlier(next, start.due);
  return next;
}

const DataCall* DataCalls::find(std::uint8_t client, qmi::wds::IpFamily family) const {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const DataCall& call) { return call.client == client && call.family == family; });
  return found != running_.end() ? &*found : nullptr;
}

const DataCall* DataCalls::find(qmi::wds::IpFamily family) const {
  const auto found =
      std::find_if(running_.begin(), running_.end(), [&](const DataCall& call) { return call.family == family; });
  return found != running_.end() ? &*found : nullptr;
}

bool DataCalls::is_pending(std::uint8_t client, qmi::wds::IpFamily family) const {
  return std::any_of(pending_.begin(), pending_.end(), [&](const PendingStart& start) {
    return start.call.client == client && start.call.family == family;
  });
}

}  // namespace modembench::modem
