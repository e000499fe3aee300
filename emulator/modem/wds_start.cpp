#include "emulator/modem/wds_start.hpp"

#include <optional>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_autoconnect.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_wish.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using AskedStart = Asked<wds::start_network::Request>;
using qmi::ErrorCode;
using wds::IpFamily;
using wds::PdpType;

/// Tells the client that its start is on the way, or with a reason that it isn't any more. Guessed: only a
/// start that authenticates has such a phase.
void report_authenticating(Core& core, const PendingStart& start, const std::optional<CallEnd>& ended) {
  if (!start.wish.authenticates()) return;
  wds::get_packet_service_status::Indication report;
  report.connection_status.status = ended ? wds::ConnectionStatus::Disconnected : wds::ConnectionStatus::Authenticating;
  if (ended) add_call_end_reason(report, *ended);
  core.indicate(start.client(), report);
}

void fail_start(Core& core, const qmi::Header& request, const CallEnd& end) {
  wds::start_network::Response response;
  add_call_end_reason(response, end);
  core.send(qmi::respond(request, response, ErrorCode::CallFailed));
}

/// The network's word; nothing: the call comes up.
std::optional<CallEnd> refusal_of(const Core& core) {
  if (!core.radio.attached()) return why_no_service(core);
  if (core.settings.call.refuses_all()) return core.settings.call.refuse_reason;
  if (core.wds.calls.full()) return CallEndReason::GsmWcdmaInsufficientResources;
  return std::nullopt;
}

/// Answers a start; `waited`: it was pending.
void answer_start(Core& core, const PendingStart& start, bool waited) {
  if (const auto end = refusal_of(core)) {
    fail_start(core, start.request, *end);
    if (waited) report_authenticating(core, start, end);
    return;
  }
  DataCall call;
  call.client = start.client();
  call.wish = start.wish;
  // The response comes before the indications that connecting causes, and has to say the handle they are about.
  call.handle = core.wds.calls.new_handle();
  core.send(qmi::respond(start.request, wds::start_network::Response{.packet_data_handle = call.handle}));
  autoconnect_like(core, connect_call(core, std::move(call), false));
}

void abort(Core& core, const PendingStart& start) {
  core.send(Core::refusal(start.request, ErrorCode::Aborted));
  report_authenticating(core, start, CallEnd(CallEndReason::GenericClientEnd));
}

/// It must be CDMA, which a GSM image isn't.
bool wants_cdma_only(const wds::start_network::Request& request) {
  return request.technology_preference == wds::TechnologyPreference::_3GPP2 ||
         request.extended_technology_preference == wds::ExtendedTechnologyPreference::CDMA;
}

/// Why the modem itself turns down what the network isn't even asked for.
std::optional<CallEnd> turned_down(const Core& core, const AskedStart& request, const CallWish& wish) {
  using Type = wds::VerboseCallEndReasonType;
  // Guessed from the reason's name.
  if (core.wds.calls.find_pending(request.header.client, wish.family) != nullptr) {
    return CallEndReason::GenericAccessAttemptInProgress;
  }
  // Guessed: there is no CDMA network.
  if (wants_cdma_only(request.tlvs)) return CallEndReason::GenericNoService;
  const auto& index = request->profile_index_3gpp;
  const ConnectionProfile* named = index ? core.wds.profiles.find(*index) : nullptr;
  if (named == nullptr) return std::nullopt;
  // Guessed by the names: PdpPppNotSupported, PdnIpv4CallDisallowed, PdnIpv6CallDisallowed.
  constexpr auto kReason = CallEndReason::GsmWcdmaUnknownPdp;
  const PdpType type = named->pdp_type();
  const bool six = wish.family == IpFamily::IPv6;
  if (type == PdpType::PPP) return CallEnd{kReason, {Type::Internal, 213}};
  if (six && type == PdpType::IPv4) return CallEnd{kReason, {Type::Internal, 210}};
  if (!six && type == PdpType::IPv6) return CallEnd{kReason, {Type::Internal, 208}};
  return std::nullopt;
}

}  // namespace

void start_network(Core& core, const Asked<wds::start_network::Request>& request) {
  auto wish = read_wish(core, request);
  if (!wish) return core.refuse(request, wish.error());
  DataCalls& calls = core.wds.calls;
  if (calls.find(request.header.client, wish->family) != nullptr) return core.refuse(request, ErrorCode::NoEffect);
  if (const auto end = turned_down(core, request, *wish)) return fail_start(core, request.header, *end);
  if (calls.pending().size() >= kMaxPendingStarts) return core.refuse(request, ErrorCode::InsufficientResources);

  if (const auto& autoconnect = request->enable_autoconnect) {
    wish->autoconnect = static_cast<wds::AutoconnectSetting>(*autoconnect);
  }
  // Without a network there is nobody to wait for.
  const Duration after = core.radio.attached() ? core.settings.call.after : Duration::zero();
  PendingStart start{request.header, std::move(*wish), later(core.now(), after)};
  if (start.due <= core.now()) return answer_start(core, start, false);
  report_authenticating(core, start, std::nullopt);
  calls.wait(std::move(start));
}

void answer_due_starts(Core& core) {
  const Instant now = core.now();
  while (const auto start = core.wds.calls.take_pending([&](const PendingStart& s) { return s.due <= now; })) {
    answer_start(core, *start, true);
  }
}

void abort_start(Core& core, const Asked<wds::abort::Request>& request) {
  const auto start = core.wds.calls.take_pending([&](const PendingStart& s) {
    return s.client() == request.header.client && s.request.transaction == request->transaction_id;
  });
  if (!start) return core.refuse(request, ErrorCode::InvalidTransactionId);
  core.succeed(request);
  abort(core, *start);
}

void fail_pending_starts(Core& core, const CallEnd& end) {
  while (const auto start = core.wds.calls.take_pending([](const PendingStart&) { return true; })) {
    fail_start(core, start->request, end);
    report_authenticating(core, *start, end);
  }
}

void abort_starts_of(Core& core, std::uint8_t client) {
  while (const auto start = core.wds.calls.take_pending([&](const PendingStart& s) { return s.client() == client; })) {
    abort(core, *start);
  }
}

void forget_starts_of(Core& core, std::uint8_t client) {
  while (core.wds.calls.take_pending([&](const PendingStart& s) { return s.client() == client; })) {
  }
}

}  // namespace modembench::modem
