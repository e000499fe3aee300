#pragma once

#include <cstdint>
#include <optional>

#include "emulator/modem/call_end_reason.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"

/// Data calls from their start to their end: handlers of the wireless data service, and what the rest of
/// the modem does to calls. Whoever is concerned is told by Packet Service Status indications.
namespace modembench::modem {

void start_network(Core& core, const qmi::Message& request);
void stop_network(Core& core, const qmi::Message& request);
void abort_start(Core& core, const qmi::Message& request);

/// Pending starts whose time has come are answered.
void answer_due_starts(Core& core);
/// All calls end with this reason, and pending starts fail with it.
void end_all_calls(Core& core, CallEndReason reason);
/// All calls that are up end with this reason.
void drop_calls(Core& core, CallEndReason reason);
/// The client's calls end, its pending starts are answered with 4 Aborted.
void end_calls_of(Core& core, std::uint8_t client);
/// The client id is gone: its calls end, its pending starts are never answered.
void forget_wds_client(Core& core, std::uint8_t client);

/// The family a request's number stands for: 4, 6, or 8 (unspecified), which is IPv4; nothing for others.
[[nodiscard]] std::optional<qmi::wds::IpFamily> ip_family(std::uint64_t number);

/// The call that status and settings speak of to this client: its own in the family it stands for, else
/// (unless the settings want status per client) anybody's; null if there is none.
[[nodiscard]] const DataCall* call_seen_by(const Core& core, std::uint8_t client);

}  // namespace modembench::modem
