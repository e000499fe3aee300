#include "emulator/modem/wds_history.hpp"

#include <chrono>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;

// Guessed: durations in milliseconds, the time of the start in milliseconds since the modem was switched on for
// the first time, as a modem without a network clock has no other.
wds::CallRecord record_of(const CallRecord& record) {
  return {
      .id = record.id,
      .type = wds::CallRecordType::NDIS,
      .data_bearer = record.bearer,
      .timestamp = whole_milliseconds(record.since.time_since_epoch()),
      .ipv4_address = record.ipv4_address.empty() ? std::string("0.0.0.0") : record.ipv4_address,
      .total_duration = whole_milliseconds(record.total),
      .active_duration = whole_milliseconds(record.active),
      .rx_bytes_ok = record.traffic.rx_bytes,
      .tx_bytes_ok = record.traffic.tx_bytes,
      .call_end_reason = record.reason,
  };
}

}  // namespace

void get_call_list(Core& core, const Asked<wds::get_call_list::Request>& request) {
  const auto type = request->list_type.value_or(wds::CallListType::Full);
  if (type > wds::CallListType::Ids) return core.refuse(request, qmi::ErrorCode::InvalidArgument);
  std::vector<wds::CallRecord> records;
  std::vector<std::uint16_t> ids;
  for (const CallRecord& record : core.wds.records.all()) {
    if (!record.listed) continue;
    records.push_back(record_of(record));
    ids.push_back(record.id);
  }
  wds::get_call_list::Response response;
  if (type == wds::CallListType::Full) {
    response.full_list = std::move(records);
  } else {
    response.id_list = std::move(ids);
  }
  core.respond(request, response);
}

void get_call_record(Core& core, const Asked<wds::get_call_record::Request>& request) {
  const CallRecord* record = core.wds.records.find(request->id);
  if (record == nullptr) return core.refuse(request, qmi::ErrorCode::NoEntry);
  core.respond(request, wds::get_call_record::Response{.record = record_of(*record)});
}

void clear_call_list(Core& core, const Asked<wds::clear_call_list::Request>& request) {
  core.wds.records.clear();
  core.succeed(request);
}

void get_call_list_max_size(Core& core, const Asked<wds::get_call_list_max_size::Request>& request) {
  core.respond(request, wds::get_call_list_max_size::Response{.maximum = std::uint16_t{kMaxCallRecords}});
}

}  // namespace modembench::modem
