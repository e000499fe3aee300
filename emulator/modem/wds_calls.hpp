#pragma once

#include <cstdint>
#include <optional>

#include "emulator/modem/call_end_reason.hpp"
#include "emulator/modem/call_records.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// Data calls while they are up, and what the rest of the modem does to them. Whoever is concerned is told by
/// Packet Service Status indications and, if they asked for it, by event reports.
namespace modembench::modem {

void stop_network(Core& core, const Asked<qmi::wds::stop_network::Request>& request);
void get_packet_service_status(Core& core, const Asked<qmi::wds::get_packet_service_status::Request>& request);

/// There is room for the call. `again`: it was up before, and the host has to configure its interface anew.
const DataCall& connect_call(Core& core, DataCall call, bool again);

/// Follows operating mode, SIM, registration and attach state: without a network calls end and pending
/// starts fail; with one autoconnect has its say.
/// `left`: a network was left, though there may be another one already.
void follow_network(Core& core, bool left);
/// From a restart: calls of nobody's end too, and what is kept over power cycles starts anew.
void power_on_wds(Core& core);
/// What the network gives from now on. Where calls of a family get other addresses, who they concern is told to
/// configure anew.
void set_call(Core& core, const CallSettings& call);
/// All calls that are up end with this reason.
void drop_calls(Core& core, CallEndReason reason);
/// The client's calls end, its pending starts are answered with 4 Aborted.
void end_calls_of(Core& core, std::uint8_t client);
/// The client id is gone: its calls end, its pending starts are never answered.
void forget_wds_client(Core& core, std::uint8_t client);
/// The data plane moved something over the call with this packet data handle; a dormant one is active again.
void count_traffic(Core& core, std::uint32_t handle, const Traffic& more);

/// Why no call comes up while there is no network to attach to.
[[nodiscard]] CallEnd why_no_service(const Core& core);

/// The family that a request means by this one: Unspecified is IPv4; nothing for those that no call has.
[[nodiscard]] std::optional<qmi::wds::IpFamily> ip_family(qmi::wds::IpFamily asked);
/// What a client means if it doesn't say: what it set, else what its call is, else IPv4.
[[nodiscard]] qmi::wds::IpFamily family_of(const Core& core, std::uint8_t client);

/// The call that status, settings and counters speak of to this client: its own in the family it stands for,
/// else (unless the settings want status per client) anybody's; null if there is none.
[[nodiscard]] const DataCall* call_seen_by(const Core& core, std::uint8_t client);
/// Likewise the last one that is over; null if there is none.
[[nodiscard]] const CallRecord* last_call_seen_by(const Core& core, std::uint8_t client);

}  // namespace modembench::modem
