#pragma once

#include <cstdint>
#include <optional>

#include "emulator/modem/call_end_reason.hpp"
#include "emulator/modem/call_records.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// Data calls while they are up, and what the rest of the modem does to them. When a call comes up or ends, its client,
/// and every client whose own view of the connection changes, gets a Packet Service Status indication. Clients that
/// asked for event reports get those too.
namespace modembench::modem {

void stop_network(Core& core, const Asked<qmi::wds::stop_network::Request>& request);
void get_packet_service_status(Core& core, const Asked<qmi::wds::get_packet_service_status::Request>& request);

/// Brings `call` up at `core.now()`. There must be room for it. `again` means that the call was up before, so that the
/// host has to configure its interface anew.
const DataCall& connect_call(Core& core, DataCall call, bool again);

/// Follows operating mode, SIM, registration and attach state. Without a network all calls end and pending starts fail;
/// with a network, autoconnect plans its next attempt. `left` means that a network was left, though the modem may be on
/// another one already.
void follow_network(Core& core, bool left);
/// Begins anew after a restart: calls that no client owns end too, and autoconnect, which outlives power cycles, starts
/// again.
void power_on_wds(Core& core);
/// Sets what the network gives to calls from now on. Where the calls of an IP family get other addresses by it, the
/// clients concerned are told to configure their interfaces anew.
void set_call(Core& core, const CallSettings& call);
/// Ends all calls that are up, with this reason.
void drop_calls(Core& core, CallEndReason reason);
/// Ends the client's calls and answers its pending starts with 4 Aborted.
void end_calls_of(Core& core, std::uint8_t client);
/// Forgets a client whose id is released: its calls end, and its pending starts are never answered.
void forget_wds_client(Core& core, std::uint8_t client);
/// Counts what the data plane has moved over the call with this packet data handle; nothing if there is no such call. A
/// dormant call is active again.
void count_traffic(Core& core, std::uint32_t handle, const Traffic& more);

/// Why no call comes up while there is no network to attach to.
[[nodiscard]] CallEnd why_no_service(const Core& core);

/// The IP family that a request means by `asked`: Unspecified is IPv4. Nothing for a family that no call has.
[[nodiscard]] std::optional<qmi::wds::IpFamily> ip_family(qmi::wds::IpFamily asked);
/// The IP family that a client means if its request doesn't say: the one it has set, else that of its own call, else
/// IPv4.
[[nodiscard]] qmi::wds::IpFamily family_of(const Core& core, std::uint8_t client);

/// The call that status, settings and counters speak of to this client: its own one in its family (`family_of`), else
/// the oldest of that family, unless the settings want status per client. Null if there is none.
[[nodiscard]] const DataCall* call_seen_by(const Core& core, std::uint8_t client);
/// The last ended call that counters speak of to this client, chosen as in `call_seen_by`; null if there is none.
[[nodiscard]] const CallRecord* last_call_seen_by(const Core& core, std::uint8_t client);

}  // namespace modembench::modem
