#include "emulator/modem/wds_statistics.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "emulator/modem/bearer.hpp"
#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_reports.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;

/// None where there is a call, OutOfCall where there is none.
ErrorCode error_of(const DataCall* call) { return call != nullptr ? ErrorCode::None : ErrorCode::OutOfCall; }

template <class Request>
void set_dormant(Core& core, const Asked<Request>& request, bool wanted) {
  const DataCall* seen = call_seen_by(core, request.header.client);
  if (seen == nullptr) return core.refuse(request, ErrorCode::OutOfCall);
  if (seen->dormant == wanted) return core.refuse(request, ErrorCode::NoEffect);
  core.wds.calls.find_handle(seen->handle)->set_dormant(wanted, core.now());
  core.succeed(request);
  report_changes(core);
}

}  // namespace

std::uint32_t in_32_bits(std::uint64_t count) {
  constexpr std::uint64_t kMost = 0xFFFFFFFE;
  return static_cast<std::uint32_t>(std::min(count, kMost));
}

void get_packet_statistics(Core& core, const Asked<wds::get_packet_statistics::Request>& request) {
  using Mask = wds::PacketStatisticsMask;
  const Mask mask = request->mask;
  wds::get_packet_statistics::Response response;
  if (const DataCall* call = call_seen_by(core, request.header.client)) {
    add_statistics(response, call->traffic(core.settings.call, core.now()), mask);
    return core.respond(request, response);
  }
  if (const CallRecord* last = last_call_seen_by(core, request.header.client)) {
    if (has(mask, Mask::TxBytesOk)) response.last_call_tx_bytes_ok = last->traffic.tx_bytes;
    if (has(mask, Mask::RxBytesOk)) response.last_call_rx_bytes_ok = last->traffic.rx_bytes;
  }
  core.refuse(request, ErrorCode::OutOfCall, response);
}

void get_data_session_duration(Core& core, const Asked<wds::get_data_session_duration::Request>& request) {
  using Response = wds::get_data_session_duration::Response;
  const DataCall* call = call_seen_by(core, request.header.client);
  Response durations;
  if (call != nullptr) {
    // Guessed: in milliseconds.
    durations.duration = whole_milliseconds(call->total_time(core.now()));
    durations.active_duration = whole_milliseconds(call->active_time(core.now()));
  }
  if (const CallRecord* last = last_call_seen_by(core, request.header.client)) {
    durations.last_call_duration = whole_milliseconds(last->total);
    durations.last_call_active_duration = whole_milliseconds(last->active);
  }
  qmi::Message response = qmi::respond(request.header, durations, error_of(call));
  // What is known of the last call stands at the end, though the number of one of its TLVs is smaller.
  namespace tlv = wds::get_data_session_duration::response;
  std::stable_partition(response.tlvs.begin(), response.tlvs.end(), [](const qmi::Tlv& one) {
    return one.id != tlv::last_call_duration && one.id != tlv::last_call_active_duration;
  });
  core.send(std::move(response));
}

// Guessed: without a call there is no rate but the device's. libqmi demands the rates in every answer.
void get_channel_rates(Core& core, const Asked<wds::get_channel_rates::Request>& request) {
  const bool up = call_seen_by(core, request.header.client) != nullptr;
  const Rates& most = core.settings.call.max_rates;
  core.respond(request,
               wds::get_channel_rates::Response{.channel_rates = {
                                                    .channel_tx_rate_bps = up ? core.wds.bearer.tx_rate : 0U,
                                                    .channel_rx_rate_bps = up ? core.wds.bearer.rx_rate : 0U,
                                                    .max_channel_tx_rate_bps = static_cast<std::uint32_t>(most.tx),
                                                    .max_channel_rx_rate_bps = static_cast<std::uint32_t>(most.rx),
                                                }});
}

void get_data_bearer_technology(Core& core, const Asked<wds::get_data_bearer_technology::Request>& request) {
  const DataCall* call = call_seen_by(core, request.header.client);
  wds::get_data_bearer_technology::Response response{.current = core.wds.bearer.technology};
  const CallRecord* last = last_call_seen_by(core, request.header.client);
  if (last != nullptr) response.last = last->bearer;
  core.answer(request, error_of(call), response);
}

void get_current_data_bearer_technology(Core& core,
                                        const Asked<wds::get_current_data_bearer_technology::Request>& request) {
  if (call_seen_by(core, request.header.client) == nullptr) return core.refuse(request, ErrorCode::OutOfCall);
  core.respond(request, wds::get_current_data_bearer_technology::Response{.current = current_bearer(core.wds.bearer)});
}

void get_dormancy_status(Core& core, const Asked<wds::get_dormancy_status::Request>& request) {
  const DataCall* call = call_seen_by(core, request.header.client);
  if (call == nullptr) return core.refuse(request, ErrorCode::OutOfCall);
  using Status = wds::DormancyStatus;
  core.respond(request,
               wds::get_dormancy_status::Response{.dormancy_status = call->dormant ? Status::TrafficChannelDormant
                                                                                   : Status::TrafficChannelActive});
}

void go_dormant(Core& core, const Asked<wds::go_dormant::Request>& request) { set_dormant(core, request, true); }

void go_active(Core& core, const Asked<wds::go_active::Request>& request) { set_dormant(core, request, false); }

}  // namespace modembench::modem
