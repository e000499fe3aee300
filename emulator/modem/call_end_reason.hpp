#pragma once

#include <optional>

#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

using CallEndReason = qmi::wds::CallEndReason;

/// The verbose call end reason; its number has a meaning within its type only.
using VerboseCallEndReason = qmi::wds::VerboseCallEndReason;

/// Why a call ended or didn't come up.
struct CallEnd {
  /// Adds the verbose reason that means the same as `why`, if there is one.
  CallEnd(CallEndReason why);
  CallEnd(CallEndReason why, VerboseCallEndReason in_detail) : reason(why), verbose(in_detail) {}

  /// Whether the client itself ended the call.
  [[nodiscard]] bool is_wish() const { return reason == CallEndReason::GenericClientEnd; }

  CallEndReason reason;
  std::optional<VerboseCallEndReason> verbose;
};

/// Puts the reason into a Start Network response or a Packet Service Status indication.
template <class Message>
void add_call_end_reason(Message& message, const CallEnd& end) {
  message.call_end_reason = end.reason;
  message.verbose_call_end_reason = end.verbose;
}

}  // namespace modembench::modem
