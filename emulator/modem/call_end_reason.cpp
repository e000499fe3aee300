#include "emulator/modem/call_end_reason.hpp"

#include <algorithm>
#include <array>

namespace modembench::modem {

namespace {

using Type = qmi::wds::VerboseCallEndReasonType;

struct Verbose {
  CallEndReason reason;
  Type type;
  std::int16_t value;
};

// Numbers: libqmi, qmi-enums-wds.h (QmiWdsVerboseCallEndReasonCm, …3gpp); the latter are the causes of
// 3GPP TS 24.008. That a Gobi pairs them so is guessed from the names being the same.
constexpr std::array kVerbose = {
    Verbose{CallEndReason::GenericClientEnd, Type::CM, 2000},
    Verbose{CallEndReason::GenericNoService, Type::CM, 2001},
    Verbose{CallEndReason::GenericFade, Type::CM, 2002},
    Verbose{CallEndReason::GenericReleaseNormal, Type::CM, 2003},
    Verbose{CallEndReason::GenericAccessAttemptInProgress, Type::CM, 2004},
    Verbose{CallEndReason::GenericAccessFailure, Type::CM, 2005},
    Verbose{CallEndReason::GenericRedirectionOrHandoff, Type::CM, 2006},
    Verbose{CallEndReason::GenericAuthenticationFailed, Type::_3GPP, 29},
    Verbose{CallEndReason::GsmWcdmaLlcSndcpFailure, Type::_3GPP, 25},
    Verbose{CallEndReason::GsmWcdmaInsufficientResources, Type::_3GPP, 26},
    Verbose{CallEndReason::GsmWcdmaOptionTemporarilyOutOfOrder, Type::_3GPP, 34},
    Verbose{CallEndReason::GsmWcdmaNsapiAlreadyUsed, Type::_3GPP, 35},
    Verbose{CallEndReason::GsmWcdmaRegularDeactivation, Type::_3GPP, 36},
    Verbose{CallEndReason::GsmWcdmaNetworkFailure, Type::_3GPP, 38},
    Verbose{CallEndReason::GsmWcdmaReattachRequired, Type::_3GPP, 39},
    Verbose{CallEndReason::GsmWcdmaOperatorDeterminedBarring, Type::_3GPP, 8},
    Verbose{CallEndReason::GsmWcdmaUnknownApn, Type::_3GPP, 27},
    Verbose{CallEndReason::GsmWcdmaUnknownPdp, Type::_3GPP, 28},
    Verbose{CallEndReason::GsmWcdmaGgsnReject, Type::_3GPP, 30},
    Verbose{CallEndReason::GsmWcdmaActivationReject, Type::_3GPP, 31},
    Verbose{CallEndReason::GsmWcdmaOptionNotSupported, Type::_3GPP, 32},
    Verbose{CallEndReason::GsmWcdmaOptionUnsubscribed, Type::_3GPP, 33},
    Verbose{CallEndReason::GsmWcdmaQosNotAccepted, Type::_3GPP, 37},
};

}  // namespace

void add_call_end_reason(qmi::Message& message, CallEndReason reason) {
  // The same numbers in the response to Start Network and in the Packet Service Status indication.
  constexpr std::uint8_t kReason = qmi::wds::start_network::response::call_end_reason;
  constexpr std::uint8_t kVerboseReason = qmi::wds::start_network::response::verbose_call_end_reason;
  static_assert(kReason == qmi::wds::get_packet_service_status::indication::call_end_reason);
  static_assert(kVerboseReason == qmi::wds::get_packet_service_status::indication::verbose_call_end_reason);

  message.set(kReason, reason);
  const auto* found =
      std::find_if(kVerbose.begin(), kVerbose.end(), [&](const Verbose& entry) { return entry.reason == reason; });
  if (found == kVerbose.end()) return;
  message.set(kVerboseReason, qmi::Struct{{"type", found->type}, {"reason", found->value}});
}

}  // namespace modembench::modem
