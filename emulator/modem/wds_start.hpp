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

/// Answers the pending starts whose time has come.
void answer_due_starts(Core& core);
/// Answers every pending start with this failure.
void fail_pending_starts(Core& core, const CallEnd& end);
/// Answers the client's pending starts with 4 Aborted.
void abort_starts_of(Core& core, std::uint8_t client);
/// Forgets the client's pending starts; they are never answered.
void forget_starts_of(Core& core, std::uint8_t client);

}  // namespace modembench::modem
