#pragma once

#include <cstdint>

#include "emulator/modem/call_end_reason.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// The start of a data call, from the request to its answer.
namespace modembench::modem {

void start_network(Core& core, const Asked<qmi::wds::start_network::Request>& request);
void abort_start(Core& core, const Asked<qmi::wds::abort::Request>& request);

/// Pending starts whose time has come are answered.
void answer_due_starts(Core& core);
/// Every pending start is answered with this failure.
void fail_pending_starts(Core& core, const CallEnd& end);
/// The client's pending starts are answered with 4 Aborted.
void abort_starts_of(Core& core, std::uint8_t client);
/// The client's pending starts are never answered.
void forget_starts_of(Core& core, std::uint8_t client);

}  // namespace modembench::modem
