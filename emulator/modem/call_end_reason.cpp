#include "emulator/modem/call_end_reason.hpp"

#include <algorithm>
#include <array>

namespace modembench::modem {

namespace {

using Type = qmi::wds::VerboseCallEndReasonType;

struct Pair {
  CallEndReason reason;
  VerboseCallEndReason verbose;
};

// Numbers: libqmi, qmi-enums-wds.h (QmiWdsVerboseCallEndReasonCm, …Internal, …3gpp); the latter are the causes of
// 3GPP TS 24.008. That a Gobi pairs them so is guessed from the names being the same.
constexpr std::array kVerbose = {
    Pair{CallEndReason::GenericClientEnd, {Type::CM, 2000}},
    Pair{CallEndReason::GenericNoService, {Type::CM, 2001}},
    Pair{CallEndReason::GenericFade, {Type::CM, 2002}},
    Pair{CallEndReason::GenericReleaseNormal, {Type::CM, 2003}},
    Pair{CallEndReason::GenericAccessAttemptInProgress, {Type::CM, 2004}},
    Pair{CallEndReason::GenericAccessFailure, {Type::CM, 2005}},
    Pair{CallEndReason::GenericRedirectionOrHandoff, {Type::CM, 2006}},
    Pair{CallEndReason::GenericAuthenticationFailed, {Type::_3GPP, 29}},
    Pair{CallEndReason::GsmWcdmaLlcSndcpFailure, {Type::_3GPP, 25}},
    Pair{CallEndReason::GsmWcdmaInsufficientResources, {Type::_3GPP, 26}},
    Pair{CallEndReason::GsmWcdmaOptionTemporarilyOutOfOrder, {Type::_3GPP, 34}},
    Pair{CallEndReason::GsmWcdmaNsapiAlreadyUsed, {Type::_3GPP, 35}},
    Pair{CallEndReason::GsmWcdmaRegularDeactivation, {Type::_3GPP, 36}},
    Pair{CallEndReason::GsmWcdmaNetworkFailure, {Type::_3GPP, 38}},
    Pair{CallEndReason::GsmWcdmaReattachRequired, {Type::_3GPP, 39}},
    Pair{CallEndReason::GsmWcdmaOperatorDeterminedBarring, {Type::_3GPP, 8}},
    Pair{CallEndReason::GsmWcdmaUnknownApn, {Type::_3GPP, 27}},
    Pair{CallEndReason::GsmWcdmaUnknownPdp, {Type::_3GPP, 28}},
    Pair{CallEndReason::GsmWcdmaGgsnReject, {Type::_3GPP, 30}},
    Pair{CallEndReason::GsmWcdmaActivationReject, {Type::_3GPP, 31}},
    Pair{CallEndReason::GsmWcdmaOptionNotSupported, {Type::_3GPP, 32}},
    Pair{CallEndReason::GsmWcdmaOptionUnsubscribed, {Type::_3GPP, 33}},
    Pair{CallEndReason::GsmWcdmaQosNotAccepted, {Type::_3GPP, 37}},
    Pair{CallEndReason::GsmWcdmaFeatureNotSupported, {Type::_3GPP, 40}},
    Pair{CallEndReason::GsmWcdmaTftSemanticError, {Type::_3GPP, 41}},
    Pair{CallEndReason::GsmWcdmaTftSyntaxError, {Type::_3GPP, 42}},
    Pair{CallEndReason::GsmWcdmaUnknownPdpContext, {Type::_3GPP, 43}},
    Pair{CallEndReason::GsmWcdmaFilterSemanticError, {Type::_3GPP, 44}},
    Pair{CallEndReason::GsmWcdmaFilterSyntaxError, {Type::_3GPP, 45}},
    Pair{CallEndReason::GsmWcdmaPdpWithoutActiveTft, {Type::_3GPP, 46}},
    Pair{CallEndReason::GsmWcdmaInvalidTransactionId, {Type::_3GPP, 81}},
    Pair{CallEndReason::GsmWcdmaMessageIncorrectSemantic, {Type::_3GPP, 95}},
    Pair{CallEndReason::GsmWcdmaInvalidMandatoryInfo, {Type::_3GPP, 96}},
    Pair{CallEndReason::GsmWcdmaMessageTypeUnsupported, {Type::_3GPP, 97}},
    Pair{CallEndReason::GsmWcdmaMessageTypeNoncompatibleState, {Type::_3GPP, 98}},
    Pair{CallEndReason::GsmWcdmaUnknownInfoElement, {Type::_3GPP, 99}},
    Pair{CallEndReason::GsmWcdmaConditionalIeError, {Type::_3GPP, 100}},
    Pair{CallEndReason::GsmWcdmaMessageAndProtocolStateUncompatible, {Type::_3GPP, 101}},
    Pair{CallEndReason::GsmWcdmaProtocolError, {Type::_3GPP, 111}},
    Pair{CallEndReason::GsmWcdmaApnTypeConflict, {Type::_3GPP, 112}},
    Pair{CallEndReason::GsmWcdmaConferenceFailed, {Type::CM, 1000}},
    Pair{CallEndReason::GsmWcdmaIncomingRejected, {Type::CM, 1001}},
    Pair{CallEndReason::GsmWcdmaNoService, {Type::CM, 1002}},
    Pair{CallEndReason::GsmWcdmaNoGprsContext, {Type::CM, 1003}},
    Pair{CallEndReason::GenericInternalError, {Type::Internal, 201}},
    Pair{CallEndReason::GenericCloseInProgress, {Type::Internal, 205}},
};

}  // namespace

CallEnd::CallEnd(CallEndReason why) : reason(why) {
  const auto* found =
      std::find_if(kVerbose.begin(), kVerbose.end(), [&](const Pair& pair) { return pair.reason == reason; });
  if (found != kVerbose.end()) verbose = found->verbose;
}

}  // namespace modembench::modem
