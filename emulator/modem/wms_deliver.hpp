#pragma once

#include <chrono>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/bytes.hpp"

namespace modembench::qmi::wms::send_ack {
struct Request;
}

/// Messages on their way to the modem. The network hands them over once the modem is registered, and they go where the
/// routes send them.
namespace modembench::modem {

/// The present time of the network's clock, in UTC.
[[nodiscard]] std::chrono::sys_seconds network_time(const Core& core);

/// Gives the network one more message for the modem. Returns false if it keeps no more (`kMaxWaitingSms`).
bool queue_sms(Core& core, qmi::Bytes pdu);
/// Lets the network try the waiting messages again as the next thing, as something has changed that may let them
/// through.
void retry_waiting_sms(Core& core);
/// Hands over waiting messages, the oldest first, until one can't be taken.
void deliver_waiting_sms(Core& core);

void wms_send_ack(Core& core, const Asked<qmi::wms::send_ack::Request>& request);

}  // namespace modembench::modem
