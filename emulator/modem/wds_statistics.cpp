#include "emulator/modem/wds_statistics.hpp"

#include <algorithm>
#include <array>
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

bool asks_for(std::uint32_t mask, wds::PacketStatisticsMask counter) {
  return (mask & static_cast<std::uint32_t>(counter)) != 0;
}

/// All ones would say "not known" (libqmi leaves such a counter out).
std::uint32_t in_32_bits(std::uint64_t count) {
  constexpr std::uint64_t kMost = 0xFFFFFFFE;
  return static_cast<std::uint32_t>(std::min(count, kMost));
}

/// Guessed: the durations of a call are in milliseconds.
std::uint64_t milliseconds(Duration time) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

qmi::Message out_of_call(const qmi::Message& request) { return Core::refusal(request.header, ErrorCode::OutOfCall); }

void set_dormant(Core& core, const qmi::Message& request, bool wanted) {
  const DataCall* seen = call_seen_by(core, request.header.client);
  if (seen == nullptr) return core.refuse(request, ErrorCode::OutOfCall);
  if (seen->dormant == wanted) return core.refuse(request, ErrorCode::NoEffect);
  core.wds.calls.find_handle(seen->handle)->set_dormant(wanted, core.now());
  core.succeed(request);
  report_changes(core);
}

}  // namespace

void add_statistics(qmi::Message& message, const Traffic& traffic, std::uint32_t mask) {
  namespace tlv = wds::get_packet_statistics::response;
  namespace reported = wds::set_event_report::indication;
  static_assert(tlv::tx_packets_ok == reported::tx_packets_ok && tlv::rx_overflows == reported::rx_overflows &&
                tlv::tx_bytes_ok == reported::tx_bytes_ok && tlv::rx_bytes_ok == reported::rx_bytes_ok);
  using Mask = wds::PacketStatisticsMask;
  struct Counter {
    Mask asked;
    std::uint8_t tlv;
    std::uint64_t value;
  };
  const std::array<Counter, 6> counters = {{{Mask::TxPacketsOk, tlv::tx_packets_ok, traffic.tx_packets},
                                            {Mask::RxPacketsOk, tlv::rx_packets_ok, traffic.rx_packets},
                                            {Mask::TxPacketsError, tlv::tx_packets_error, traffic.tx_errors},
                                            {Mask::RxPacketsError, tlv::rx_packets_error, traffic.rx_errors},
                                            {Mask::TxOverflows, tlv::tx_overflows, traffic.tx_overflows},
                                            {Mask::RxOverflows, tlv::rx_overflows, traffic.rx_overflows}}};
  for (const Counter& counter : counters) {
    if (asks_for(mask, counter.asked)) message.set(counter.tlv, in_32_bits(counter.value));
  }
  if (asks_for(mask, Mask::TxBytesOk)) message.set(tlv::tx_bytes_ok, traffic.tx_bytes);
  if (asks_for(mask, Mask::RxBytesOk)) message.set(tlv::rx_bytes_ok, traffic.rx_bytes);
}

void get_packet_statistics(Core& core, const qmi::Message& request) {
  namespace tlv = wds::get_packet_statistics::response;
  const auto mask = static_cast<std::uint32_t>(number(request.find(wds::get_packet_statistics::request::mask)));
  if (const DataCall* call = call_seen_by(core, request.header.client)) {
    qmi::Message response = qmi::response_to(request.header);
    add_statistics(response, call->traffic(core.profile.call, core.now()), mask);
    return core.send(std::move(response));
  }
  qmi::Message response = out_of_call(request);
  if (const CallRecord* last = last_call_seen_by(core, request.header.client)) {
    using Mask = wds::PacketStatisticsMask;
    if (asks_for(mask, Mask::TxBytesOk)) response.set(tlv::last_call_tx_bytes_ok, last->traffic.tx_bytes);
    if (asks_for(mask, Mask::RxBytesOk)) response.set(tlv::last_call_rx_bytes_ok, last->traffic.rx_bytes);
  }
  core.send(std::move(response));
}

void get_data_session_duration(Core& core, const qmi::Message& request) {
  namespace tlv = wds::get_data_session_duration::response;
  const DataCall* call = call_seen_by(core, request.header.client);
  qmi::Message response = call != nullptr ? qmi::response_to(request.header) : out_of_call(request);
  if (call != nullptr) {
    response.set(tlv::duration, milliseconds(call->total_time(core.now())));
    response.set(tlv::active_duration, milliseconds(call->active_time(core.now())));
  }
  if (const CallRecord* last = last_call_seen_by(core, request.header.client)) {
    response.set(tlv::last_call_duration, milliseconds(last->total));
    response.set(tlv::last_call_active_duration, milliseconds(last->active));
  }
  core.send(std::move(response));
}

// Guessed: without a call there is no rate but the device's. libqmi demands the rates in every answer.
void get_channel_rates(Core& core, const qmi::Message& request) {
  const bool up = call_seen_by(core, request.header.client) != nullptr;
  const Rates& most = core.profile.call.max_rates;
  core.send(qmi::response_to(request.header)
                .set(wds::get_channel_rates::response::channel_rates,
                     qmi::Struct{{"channel tx rate bps", up ? core.wds.bearer.tx_rate : 0U},
                                 {"channel rx rate bps", up ? core.wds.bearer.rx_rate : 0U},
                                 {"max channel tx rate bps", most.tx},
                                 {"max channel rx rate bps", most.rx}}));
}

void get_data_bearer_technology(Core& core, const qmi::Message& request) {
  namespace tlv = wds::get_data_bearer_technology::response;
  const DataCall* call = call_seen_by(core, request.header.client);
  qmi::Message response = call != nullptr ? qmi::response_to(request.header) : out_of_call(request);
  if (call != nullptr) response.set(tlv::current, core.wds.bearer.technology);
  const CallRecord* last = last_call_seen_by(core, request.header.client);
  if (last != nullptr) response.set(tlv::last, last->bearer);
  core.send(std::move(response));
}

void get_current_data_bearer_technology(Core& core, const qmi::Message& request) {
  if (call_seen_by(core, request.header.client) == nullptr) return core.send(out_of_call(request));
  core.send(qmi::response_to(request.header)
                .set(wds::get_current_data_bearer_technology::response::current, current_bearer(core.wds.bearer)));
}

void get_dormancy_status(Core& core, const qmi::Message& request) {
  const DataCall* call = call_seen_by(core, request.header.client);
  if (call == nullptr) return core.send(out_of_call(request));
  core.send(
      qmi::response_to(request.header)
          .set(wds::get_dormancy_status::response::dormancy_status,
               call->dormant ? wds::DormancyStatus::TrafficChannelDormant : wds::DormancyStatus::TrafficChannelActive));
}

void go_dormant(Core& core, const qmi::Message& request) { set_dormant(core, request, true); }

void go_active(Core& core, const qmi::Message& request) { set_dormant(core, request, false); }

}  // namespace modembench::modem
