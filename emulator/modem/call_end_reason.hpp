#pragma once

#include <cstdint>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/names.hpp"

namespace modembench::modem {

using CallEndReason = qmi::wds::CallEndReason;

/// Adds why a call ended or didn't come up to a Start Network response or a Packet Service Status
/// indication: call end reason (TLV 10), and the verbose one (TLV 11) where it says the same.
void add_call_end_reason(qmi::Message& message, CallEndReason reason);

}  // namespace modembench::modem
