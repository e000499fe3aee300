#include "emulator/modem/call_records.hpp"

#include <algorithm>
#include <utility>

#include "emulator/qmi/enums/wds.hpp"

namespace modembench::modem {

void CallRecords::add(CallRecord record) {
  record.id = ++last_id_;
  records_.push_back(std::move(record));
  if (records_.size() > kMaxCallRecords) records_.pop_front();
}

void CallRecords::clear() {
  for (CallRecord& record : records_) record.listed = false;
}

void CallRecords::disown(std::uint8_t client) {
  for (CallRecord& record : records_) {
    if (record.client == client) record.client = 0;
  }
}

const CallRecord* CallRecords::find(std::uint64_t id) const {
  const auto found = std::find_if(records_.begin(), records_.end(),
                                  [&](const CallRecord& record) { return record.listed && record.id == id; });
  return found != records_.end() ? &*found : nullptr;
}

const CallRecord* CallRecords::last(qmi::wds::IpFamily family, std::optional<std::uint8_t> client) const {
  const auto found = std::find_if(records_.rbegin(), records_.rend(), [&](const CallRecord& record) {
    return record.family == family && (!client || record.client == *client);
  });
  return found != records_.rend() ? &*found : nullptr;
}

}  // namespace modembench::modem
