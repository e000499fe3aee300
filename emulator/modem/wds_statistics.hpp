#pragma once

#include <cstdint>

#include "emulator/modem/handling.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/modem/traffic.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// What the current data call is like, and how much went over it: handlers of the wireless data service. Without a call
/// the answer to all but the channel rates is 15 OutOfCall, with what is known of the last call. Packet statistics and
/// the data bearer are known to be answered so (libqmi reads both from such an answer); the others are guessed.
namespace modembench::modem {

void get_channel_rates(Core& core, const Asked<qmi::wds::get_channel_rates::Request>& request);
void get_packet_statistics(Core& core, const Asked<qmi::wds::get_packet_statistics::Request>& request);
void get_data_session_duration(Core& core, const Asked<qmi::wds::get_data_session_duration::Request>& request);
void get_data_bearer_technology(Core& core, const Asked<qmi::wds::get_data_bearer_technology::Request>& request);
void get_current_data_bearer_technology(Core& core,
                                        const Asked<qmi::wds::get_current_data_bearer_technology::Request>& request);
void get_dormancy_status(Core& core, const Asked<qmi::wds::get_dormancy_status::Request>& request);
void go_dormant(Core& core, const Asked<qmi::wds::go_dormant::Request>& request);
void go_active(Core& core, const Asked<qmi::wds::go_active::Request>& request);

/// The count, at most FFFFFFFE: all ones would say "not known" (libqmi leaves such a counter out).
[[nodiscard]] std::uint32_t in_32_bits(std::uint64_t count);

/// Puts the counters that `mask` asks for into a Get Packet Statistics response or an event report.
template <class Message>
void add_statistics(Message& message, const Traffic& traffic, qmi::wds::PacketStatisticsMask mask) {
  using Mask = qmi::wds::PacketStatisticsMask;
  if (has(mask, Mask::TxPacketsOk)) message.tx_packets_ok = in_32_bits(traffic.tx_packets);
  if (has(mask, Mask::RxPacketsOk)) message.rx_packets_ok = in_32_bits(traffic.rx_packets);
  if (has(mask, Mask::TxPacketsError)) message.tx_packets_error = in_32_bits(traffic.tx_errors);
  if (has(mask, Mask::RxPacketsError)) message.rx_packets_error = in_32_bits(traffic.rx_errors);
  if (has(mask, Mask::TxOverflows)) message.tx_overflows = in_32_bits(traffic.tx_overflows);
  if (has(mask, Mask::RxOverflows)) message.rx_overflows = in_32_bits(traffic.rx_overflows);
  if (has(mask, Mask::TxBytesOk)) message.tx_bytes_ok = traffic.tx_bytes;
  if (has(mask, Mask::RxBytesOk)) message.rx_bytes_ok = traffic.rx_bytes;
}

}  // namespace modembench::modem
