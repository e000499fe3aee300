#include "emulator/modem/wds_history.hpp"

#include <chrono>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;

std::uint64_t milliseconds(Duration time) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

// Guessed: durations in milliseconds, the time of the start in milliseconds since the modem was switched on for
// the first time, as a modem without a network clock has no other.
qmi::Value record_of(const CallRecord& record) {
  return qmi::Struct{{"id", record.id},
                     {"type", wds::CallRecordType::NDIS},
                     {"data bearer", record.bearer},
                     {"timestamp", milliseconds(record.since.time_since_epoch())},
                     {"ipv4 address", record.ipv4_address.empty() ? std::string("0.0.0.0") : record.ipv4_address},
                     {"total duration", milliseconds(record.total)},
                     {"active duration", milliseconds(record.active)},
                     {"rx bytes ok", record.traffic.rx_bytes},
                     {"tx bytes ok", record.traffic.tx_bytes},
                     {"call end reason", record.reason},
                     {"phone number", ""}};
}

}  // namespace

void get_call_list(Core& core, const qmi::Message& request) {
  namespace tlv = wds::get_call_list::response;
  const std::uint64_t type = number(request.find(wds::get_call_list::request::list_type));
  if (type > static_cast<std::uint64_t>(wds::CallListType::Ids)) {
    return core.refuse(request, qmi::ErrorCode::InvalidArgument);
  }
  const bool full = type == static_cast<std::uint64_t>(wds::CallListType::Full);
  qmi::List list;
  for (const CallRecord& record : core.wds.records.all()) {
    if (record.listed) list.push_back(full ? record_of(record) : qmi::Value(record.id));
  }
  qmi::Message response = qmi::response_to(request.header);
  if (full) {
    response.set(tlv::full_list, std::move(list));
  } else {
    response.set(tlv::id_list, std::move(list));
  }
  core.send(std::move(response));
}

void get_call_record(Core& core, const qmi::Message& request) {
  const CallRecord* record = core.wds.records.find(number(request.find(wds::get_call_record::request::id)));
  if (record == nullptr) return core.refuse(request, qmi::ErrorCode::NoEntry);
  core.send(qmi::response_to(request.header).set(wds::get_call_record::response::record, record_of(*record)));
}

void clear_call_list(Core& core, const qmi::Message& request) {
  core.wds.records.clear();
  core.succeed(request);
}

void get_call_list_max_size(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header)
                .set(wds::get_call_list_max_size::response::maximum, static_cast<std::uint16_t>(kMaxCallRecords)));
}

}  // namespace modembench::modem
