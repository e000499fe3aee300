#pragma once

#include <chrono>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/bytes.hpp"

namespace modembench::qmi::wms::send_ack {
struct Request;
}

/// Messages on their way to the modem: the network hands them over once the modem is registered, and they go where
/// the routes send them.
namespace modembench::modem {

/// What the network's clock says, in UTC.
[[nodiscard]] std::chrono::sys_seconds network_time(const Core& core);

/// The network has one more message for the modem; false if it keeps no more (`kMaxWaitingSms`).
bool queue_sms(Core& core, qmi::Bytes pdu);
/// Something has changed that may let waiting messages through: they are tried as the next thing.
void retry_waiting_sms(Core& core);
/// Hands over what waits, oldest first, as far as it goes.
void deliver_waiting_sms(Core& core);

void wms_send_ack(Core& core, const Asked<qmi::wms::send_ack::Request>& request);

}  // namespace modembench::modem
