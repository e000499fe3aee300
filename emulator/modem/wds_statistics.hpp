#pragma once

#include <cstdint>

#include "emulator/modem/route.hpp"
#include "emulator/modem/traffic.hpp"

/// What the current data call is like, and how much went over it: handlers of the wireless data service. Without
/// a call all but the channel rates are 15 OutOfCall, with what is known of the last one. That a modem does so
/// is known of packet statistics and the data bearer (libqmi reads both from such an answer), guessed of the others.
namespace modembench::modem {

void get_channel_rates(Core& core, const qmi::Message& request);
void get_packet_statistics(Core& core, const qmi::Message& request);
void get_data_session_duration(Core& core, const qmi::Message& request);
void get_data_bearer_technology(Core& core, const qmi::Message& request);
void get_current_data_bearer_technology(Core& core, const qmi::Message& request);
void get_dormancy_status(Core& core, const qmi::Message& request);
void go_dormant(Core& core, const qmi::Message& request);
void go_active(Core& core, const qmi::Message& request);

/// Adds the counters that `mask` asks for (WDS PacketStatisticsMask) to a Get Packet Statistics response or to
/// an event report, which have the same TLVs.
void add_statistics(qmi::Message& message, const Traffic& traffic, std::uint32_t mask);

}  // namespace modembench::modem
