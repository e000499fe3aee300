#pragma once

#include <cstdint>
#include <optional>

#include "emulator/qmi/enums/wds.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::modem {

using CallEndReason = qmi::wds::CallEndReason;

/// The reason that says more: its number means something within its type only.
struct VerboseCallEndReason {
  qmi::wds::VerboseCallEndReasonType type{};
  std::int16_t value = 0;
};

/// Why a call ended or didn't come up.
struct CallEnd {
  /// With the verbose reason that says the same, if there is one.
  CallEnd(CallEndReason why);
  CallEnd(CallEndReason why, VerboseCallEndReason in_detail) : reason(why), verbose(in_detail) {}

  /// The client's own wish; all others came over it.
  [[nodiscard]] bool is_wish() const { return reason == CallEndReason::GenericClientEnd; }

  CallEndReason reason;
  std::optional<VerboseCallEndReason> verbose;
};

/// Adds it to a Start Network response or a Packet Service Status indication: call end reason (TLV 10) and
/// verbose call end reason (TLV 11).
void add_call_end_reason(qmi::Message& message, const CallEnd& end);

}  // namespace modembench::modem
