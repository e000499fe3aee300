#include "emulator/modem/wds_calls.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/bearer.hpp"
#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_autoconnect.hpp"
#include "emulator/modem/wds_reports.hpp"
#include "emulator/modem/wds_start.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;
using wds::ConnectionStatus;
using wds::IpFamily;

/// Stands for all calls of a client in Stop Network.
constexpr std::uint32_t kEveryCall = 0xFFFFFFFF;

/// Tells of a call that came up or, with a reason, ended: its owner, and those whose own view of the
/// connection changes by it (`others_see`).
void report_call(Core& core, const DataCall& call, bool others_see, const std::optional<CallEnd>& ended, bool again) {
  wds::get_packet_service_status::Indication report;
  report.connection_status = {ended ? ConnectionStatus::Disconnected : ConnectionStatus::Connected,
                              std::uint8_t{again}};
  if (ended) add_call_end_reason(report, *ended);
  for (const std::uint8_t client : core.client_ids.clients_of(wds::service)) {
    const bool concerned = client == call.client || (others_see && family_of(core, client) == call.family());
    if (concerned) core.indicate(client, report);
  }
}

void remember(Core& core, const DataCall& call, CallEndReason reason) {
  CallRecord record;
  record.client = call.client;
  record.family = call.family();
  record.bearer = core.wds.bearer.technology;
  record.since = call.since;
  record.total = call.total_time(core.now());
  record.active = call.active_time(core.now());
  if (call.family() == IpFamily::IPv4) record.ipv4_address = call.address;
  record.traffic = call.traffic(core.settings.call, core.now());
  record.reason = reason;
  core.wds.records.add(std::move(record));
}

template <class Predicate>
void end_calls(Core& core, const CallEnd& end, Predicate chosen) {
  while (const auto call = core.wds.calls.take_call(chosen)) {
    const bool others_see = !core.settings.call.status_per_client && core.wds.calls.find(call->family()) == nullptr;
    remember(core, *call, end.reason);
    core.happen(Happening::call_ended);
    report_call(core, *call, others_see, end, false);
    report_changes(core);
    autoconnect_after(core, *call, end);
  }
}

}  // namespace

std::optional<IpFamily> ip_family(IpFamily asked) {
  if (asked == IpFamily::IPv4 || asked == IpFamily::IPv6) return asked;
  return asked == IpFamily::Unspecified ? std::optional(IpFamily::IPv4) : std::nullopt;
}

IpFamily family_of(const Core& core, std::uint8_t client) {
  const IpFamily set = core.wds.clients[client].family;
  if (set != IpFamily::Unknown) return set;
  const auto& calls = core.wds.calls.running();
  const auto own = std::find_if(calls.begin(), calls.end(), [&](const DataCall& c) { return c.client == client; });
  return own != calls.end() ? own->family() : IpFamily::IPv4;
}

const DataCall* call_seen_by(const Core& core, std::uint8_t client) {
  const IpFamily family = family_of(core, client);
  const DataCall* own = core.wds.calls.find(client, family);
  return own != nullptr || core.settings.call.status_per_client ? own : core.wds.calls.find(family);
}

const CallRecord* last_call_seen_by(const Core& core, std::uint8_t client) {
  const IpFamily family = family_of(core, client);
  const CallRecord* own = core.wds.records.last(family, client);
  return own != nullptr || core.settings.call.status_per_client ? own : core.wds.records.last(family, std::nullopt);
}

// Nothing suspends a call of this modem: one that loses its network ends.
void get_packet_service_status(Core& core, const Asked<wds::get_packet_service_status::Request>& request) {
  const std::uint8_t client = request.header.client;
  const PendingStart* pending = core.wds.calls.find_pending(client, family_of(core, client));
  const bool authenticating = pending != nullptr && pending->wish.authenticates();
  const auto status = call_seen_by(core, client) != nullptr ? ConnectionStatus::Connected
                      : authenticating                      ? ConnectionStatus::Authenticating
                                                            : ConnectionStatus::Disconnected;
  core.respond(request, wds::get_packet_service_status::Response{.connection_status = status});
}

const DataCall& connect_call(Core& core, DataCall call, bool again) {
  const bool others_see = !core.settings.call.status_per_client && core.wds.calls.find(call.family()) == nullptr;
  call.since = call.active_since = core.now();
  call.active_before = {};
  call.dormant = false;
  call.counted = {};
  const DataCall& up = core.wds.calls.connect(std::move(call), core.settings.call);
  core.happen(Happening::call_connected);
  report_call(core, up, others_see, std::nullopt, again);
  report_changes(core);
  return up;
}

void stop_network(Core& core, const Asked<wds::stop_network::Request>& request) {
  const std::uint8_t client = request.header.client;
  const std::uint32_t handle = request->packet_data_handle;
  const bool autoconnect_off = request->disable_autoconnect.value_or(0) != 0;
  const auto& calls = core.wds.calls.running();
  if (handle != kEveryCall) {
    const auto is_it = [&](const DataCall& call) { return call.client == client && call.handle == handle; };
    if (std::none_of(calls.begin(), calls.end(), is_it)) return core.refuse(request, ErrorCode::InvalidHandle);
    core.succeed(request);
    end_calls(core, CallEndReason::GenericClientEnd, is_it);
    if (autoconnect_off) disable_autoconnect(core);
    return;
  }
  // "Disable autoconnect" ends calls that the modem keeps by itself, whoever started them. Guessed: OpenWrt
  // clears the way with it by a client id that has no call of its own.
  const auto is_meant = [&](const DataCall& call) {
    return call.client == client || (autoconnect_off && call.keeps_itself());
  };
  const auto& pending = core.wds.calls.pending();
  const bool any = std::any_of(calls.begin(), calls.end(), is_meant) ||
                   std::any_of(pending.begin(), pending.end(), [&](const auto& s) { return s.client() == client; });
  if (!any && !(autoconnect_off && core.wds.autoconnect.enabled())) return core.refuse(request, ErrorCode::NoEffect);
  core.succeed(request);
  abort_starts_of(core, client);
  end_calls(core, CallEndReason::GenericClientEnd, is_meant);
  if (autoconnect_off) disable_autoconnect(core);
}

CallEnd why_no_service(const Core& core) {
  using Type = wds::VerboseCallEndReasonType;
  // Verbose reasons guessed by their names (libqmi, QmiWdsVerboseCallEndReasonCm): Offline, InvalidSimState,
  // SmPsDetached. The short one stays "no service".
  constexpr auto kReason = CallEndReason::GenericNoService;
  if (core.radio.mode() != OperatingMode::Online) return {kReason, {Type::CM, 2500}};
  if (!core.sim.usable()) return {kReason, {Type::CM, 2504}};
  if (core.radio.registered() && !core.radio.attached()) return {kReason, {Type::CM, 1083}};
  return kReason;
}

void follow_network(Core& core, bool left) {
  if (!core.radio.attached() || left) {
    const CallEnd end = why_no_service(core);
    fail_pending_starts(core, end);
    end_calls(core, end, [](const DataCall&) { return true; });
  }
  core.wds.bearer = bearer_of(core.radio, core.settings.call);
  report_changes(core);
  plan_autoconnect(core);
}

void power_on_wds(Core& core) {
  // Nobody is there to be told.
  end_calls(core, CallEndReason::GenericUnspecified, [](const DataCall&) { return true; });
  restart_autoconnect(core);
}

void set_call(Core& core, const CallSettings& call) {
  const CallSettings before = std::exchange(core.settings.call, call);
  // A call that was given the address it wished for keeps it as long as the network's own stay.
  const bool moves4 = before.ipv4_address != call.ipv4_address || before.ipv4_gateway != call.ipv4_gateway ||
                      before.ipv4_dns1 != call.ipv4_dns1 || before.ipv4_dns2 != call.ipv4_dns2;
  const bool moves6 = before.ipv6_address != call.ipv6_address || before.ipv6_gateway != call.ipv6_gateway ||
                      before.ipv6_dns1 != call.ipv6_dns1 || before.ipv6_dns2 != call.ipv6_dns2;
  if (moves4) core.wds.calls.readdress(IpFamily::IPv4, call);
  if (moves6) core.wds.calls.readdress(IpFamily::IPv6, call);
  for (const DataCall& up : core.wds.calls.running()) {
    if (!(up.family() == IpFamily::IPv4 ? moves4 : moves6)) continue;
    const bool is_first = core.wds.calls.find(up.family()) == &up;
    report_call(core, up, is_first && !core.settings.call.status_per_client, std::nullopt, true);
  }
}

void drop_calls(Core& core, CallEndReason reason) {
  end_calls(core, reason, [](const DataCall&) { return true; });
}

void end_calls_of(Core& core, std::uint8_t client) {
  abort_starts_of(core, client);
  end_calls(core, CallEndReason::GenericClientEnd, [&](const DataCall& call) { return call.client == client; });
}

void forget_wds_client(Core& core, std::uint8_t client) {
  forget_starts_of(core, client);
  core.wds.clients.forget(client);
  stop_reports(core, client);
  end_calls(core, CallEndReason::GenericClientEnd, [&](const DataCall& call) { return call.client == client; });
  core.wds.records.disown(client);
  autoconnect_without(core, client);
}

void count_traffic(Core& core, std::uint32_t handle, const Traffic& more) {
  DataCall* call = core.wds.calls.find_handle(handle);
  if (call == nullptr) return;
  call->counted += more;
  if (!call->dormant) return;
  call->set_dormant(false, core.now());
  report_changes(core);
}

}  // namespace modembench::modem
