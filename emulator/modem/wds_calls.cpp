#include "emulator/modem/wds_calls.hpp"

#include <algorithm>
#include <tl/expected.hpp>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;
using wds::ConnectionStatus;
using wds::IpFamily;

/// Stands for all calls of a client in Stop Network.
constexpr std::uint64_t kEveryCall = 0xFFFFFFFF;

/// What a client means if it doesn't say: what it set, else what its call is, else IPv4.
IpFamily family_of(const Core& core, std::uint8_t client) {
  const IpFamily set = core.wds.clients[client].family;
  if (set != IpFamily::Unknown) return set;
  const auto& calls = core.wds.calls.running();
  const auto own = std::find_if(calls.begin(), calls.end(), [&](const DataCall& c) { return c.client == client; });
  return own != calls.end() ? own->family : IpFamily::IPv4;
}

/// Tells of a call that came up or, with a reason, ended: its owner, and those whose own view of the
/// connection changes by it (`others_see`).
void report_call(Core& core, const DataCall& call, bool others_see, std::optional<CallEndReason> ended) {
  namespace tlv = wds::get_packet_service_status::indication;
  for (const std::uint8_t client : core.client_ids.clients_of(wds::service)) {
    if (client != call.client && !(others_see && family_of(core, client) == call.family)) continue;
    qmi::Message report = qmi::indication(wds::service, client, wds::get_packet_service_status::id);
    report.set(tlv::connection_status,
               qmi::Struct{{"status", ended ? ConnectionStatus::Disconnected : ConnectionStatus::Connected},
                           {"reconfiguration required", std::uint8_t{0}}});
    if (ended) add_call_end_reason(report, *ended);
    core.send(std::move(report));
  }
}

void connected(Core& core, const qmi::Header& request, const DataCall& wanted) {
  const bool others_see = !core.profile.call.status_per_client && core.wds.calls.find(wanted.family) == nullptr;
  const DataCall& call = core.wds.calls.connect(wanted);
  core.send(qmi::response_to(request).set(wds::start_network::response::packet_data_handle, call.handle));
  core.happen(Happening::call_connected);
  report_call(core, call, others_see, std::nullopt);
}

template <class Predicate>
bool end_calls(Core& core, CallEndReason reason, Predicate chosen) {
  bool any = false;
  while (const auto call = core.wds.calls.take_call(chosen)) {
    any = true;
    const bool others_see = !core.profile.call.status_per_client && core.wds.calls.find(call->family) == nullptr;
    core.happen(Happening::call_ended);
    report_call(core, *call, others_see, reason);
  }
  return any;
}

void fail_start(Core& core, const qmi::Header& request, CallEndReason reason) {
  qmi::Message response = Core::refusal(request, ErrorCode::CallFailed);
  add_call_end_reason(response, reason);
  core.send(std::move(response));
}

void answer_start(Core& core, const PendingStart& start) {
  const auto refused = static_cast<CallEndReason>(core.profile.call.refuse_reason);
  if (!core.radio.attached()) return fail_start(core, start.request, CallEndReason::GenericNoService);
  if (core.profile.call.refuse_reason != 0) return fail_start(core, start.request, refused);
  if (core.wds.calls.running().size() >= kMaxCalls) {
    return fail_start(core, start.request, CallEndReason::GsmWcdmaInsufficientResources);
  }
  connected(core, start.request, start.call);
}

/// True if something was aborted.
bool abort_starts_of(Core& core, std::uint8_t client) {
  bool any = false;
  while (const auto start =
             core.wds.calls.take_pending([&](const PendingStart& s) { return s.call.client == client; })) {
    any = true;
    core.send(Core::refusal(start->request, ErrorCode::Aborted));
  }
  return any;
}

/// What the request wants, from its own TLVs or from the profile it names.
tl::expected<DataCall, ErrorCode> read_start(const Core& core, const qmi::Message& request) {
  namespace tlv = wds::start_network::request;
  namespace setting = wds::modify_profile::request;
  for (const std::uint8_t id : {tlv::apn, tlv::username, tlv::password}) {
    const std::size_t longest = id == tlv::apn ? kMaxApn : kMaxProfileText;
    if (text(request.find(id)).size() > longest) return tl::unexpected(ErrorCode::ArgumentTooLong);
  }

  const qmi::Value* index = request.find(tlv::profile_index_3gpp);
  const ConnectionProfile* profile = core.wds.profiles.find(index != nullptr ? index->number() : kDefaultProfile);
  const bool wants_missing = index != nullptr && profile == nullptr;
  // A GSM image has no 3GPP2 profiles.
  if (wants_missing || request.find(tlv::profile_index_3gpp2) != nullptr) {
    return tl::unexpected(ErrorCode::InvalidProfile);
  }

  DataCall call;
  call.client = request.header.client;
  const qmi::Value* preference = request.find(tlv::ip_family_preference);
  const auto family = preference != nullptr ? ip_family(preference->number()) : core.wds.clients[call.client].family;
  if (!family) return tl::unexpected(ErrorCode::InvalidIpFamilyPreference);
  call.family = *family == IpFamily::Unknown ? IpFamily::IPv4 : *family;
  call.profile = profile != nullptr ? profile->index : kDefaultProfile;
  const auto text_of = [&](std::uint8_t id, std::uint8_t stored) {
    if (const qmi::Value* value = request.find(id)) return value->text();
    return profile != nullptr ? profile->text(stored) : std::string();
  };
  call.apn = text_of(tlv::apn, setting::apn_name);
  call.username = text_of(tlv::username, setting::username);
  call.profile_name = profile != nullptr ? profile->text(setting::profile_name) : std::string();
  const qmi::Value* authentication = request.find(tlv::authentication_preference);
  if (authentication == nullptr && profile != nullptr) authentication = profile->find(setting::authentication);
  call.authentication = static_cast<std::uint8_t>(number(authentication));
  call.autoconnect = number(request.find(tlv::enable_autoconnect)) != 0;
  return call;
}

}  // namespace

std::optional<IpFamily> ip_family(std::uint64_t number) {
  if (number == static_cast<std::uint64_t>(IpFamily::IPv6)) return IpFamily::IPv6;
  if (number == static_cast<std::uint64_t>(IpFamily::IPv4)) return IpFamily::IPv4;
  if (number == static_cast<std::uint64_t>(IpFamily::Unspecified)) return IpFamily::IPv4;
  return std::nullopt;
}

const DataCall* call_seen_by(const Core& core, std::uint8_t client) {
  const IpFamily family = family_of(core, client);
  const DataCall* own = core.wds.calls.find(client, family);
  return own != nullptr || core.profile.call.status_per_client ? own : core.wds.calls.find(family);
}

void start_network(Core& core, const qmi::Message& request) {
  const auto call = read_start(core, request);
  if (!call) return core.refuse(request, call.error());
  DataCalls& calls = core.wds.calls;
  if (calls.find(call->client, call->family) != nullptr) return core.refuse(request, ErrorCode::NoEffect);
  // Guessed from the reason's name.
  if (calls.is_pending(call->client, call->family)) {
    return fail_start(core, request.header, CallEndReason::GenericAccessAttemptInProgress);
  }
  if (calls.pending().size() >= kMaxPendingStarts) return core.refuse(request, ErrorCode::InsufficientResources);

  // Without a network there is nobody to wait for.
  const Duration after = core.radio.attached() ? core.profile.call.after : Duration::zero();
  PendingStart start{request.header, *call, later(core.now(), after)};
  if (start.due <= core.now()) return answer_start(core, start);
  calls.wait(std::move(start));
}

void answer_due_starts(Core& core) {
  const Instant now = core.now();
  while (const auto start = core.wds.calls.take_pending([&](const PendingStart& s) { return s.due <= now; })) {
    answer_start(core, *start);
  }
}

void stop_network(Core& core, const qmi::Message& request) {
  namespace tlv = wds::stop_network::request;
  const std::uint8_t client = request.header.client;
  const std::uint64_t handle = number(request.find(tlv::packet_data_handle));
  const auto& calls = core.wds.calls.running();
  if (handle != kEveryCall) {
    const auto is_it = [&](const DataCall& call) { return call.client == client && call.handle == handle; };
    if (std::none_of(calls.begin(), calls.end(), is_it)) return core.refuse(request, ErrorCode::InvalidHandle);
    core.succeed(request);
    end_calls(core, CallEndReason::GenericClientEnd, is_it);
    return;
  }
  // "Disable autoconnect" ends calls that the modem keeps by itself, whoever started them. Guessed: OpenWrt
  // clears the way with it by a client id that has no call of its own.
  const bool autoconnect_too = number(request.find(tlv::disable_autoconnect)) != 0;
  const auto is_meant = [&](const DataCall& call) {
    return call.client == client || (autoconnect_too && call.autoconnect);
  };
  const auto& pending = core.wds.calls.pending();
  const bool any = std::any_of(calls.begin(), calls.end(), is_meant) ||
                   std::any_of(pending.begin(), pending.end(), [&](const auto& s) { return s.call.client == client; });
  if (!any) return core.refuse(request, ErrorCode::NoEffect);
  core.succeed(request);
  abort_starts_of(core, client);
  end_calls(core, CallEndReason::GenericClientEnd, is_meant);
}

void abort_start(Core& core, const qmi::Message& request) {
  const std::uint64_t transaction = number(request.find(wds::abort::request::transaction_id));
  const auto start = core.wds.calls.take_pending([&](const PendingStart& pending) {
    return pending.call.client == request.header.client && pending.request.transaction == transaction;
  });
  if (!start) return core.refuse(request, ErrorCode::InvalidTransactionId);
  core.succeed(request);
  core.send(Core::refusal(start->request, ErrorCode::Aborted));
}

void end_all_calls(Core& core, CallEndReason reason) {
  while (const auto start = core.wds.calls.take_pending([](const PendingStart&) { return true; })) {
    fail_start(core, start->request, reason);
  }
  drop_calls(core, reason);
}

void drop_calls(Core& core, CallEndReason reason) {
  end_calls(core, reason, [](const DataCall&) { return true; });
}

void end_calls_of(Core& core, std::uint8_t client) {
  abort_starts_of(core, client);
  end_calls(core, CallEndReason::GenericClientEnd, [&](const DataCall& call) { return call.client == client; });
}

void forget_wds_client(Core& core, std::uint8_t client) {
  const auto is_its = [&](const PendingStart& start) { return start.call.client == client; };
  while (core.wds.calls.take_pending(is_its)) {
  }
  core.wds.clients[client] = {};
  end_calls(core, CallEndReason::GenericClientEnd, [&](const DataCall& call) { return call.client == client; });
}

}  // namespace modembench::modem
