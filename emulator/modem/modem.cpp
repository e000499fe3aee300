#include "emulator/modem/modem.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "emulator/modem/apply_changes.hpp"
#include "emulator/modem/core.hpp"
#include "emulator/modem/dms_power.hpp"
#include "emulator/modem/dms_report.hpp"
#include "emulator/modem/fixed_answers.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/modem/service.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_settings.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/qmi/enums/ctl.hpp"
#include "emulator/qmi/enums/wds.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::modem {

using qmi::ErrorCode;

struct Modem::State {
  explicit State(Profile profile) : core(std::move(profile)), fixed(core.identity.answers) {}

  /// The core as it is, to be changed: what comes next has to be looked for anew.
  Core& touch() {
    next.reset();
    return core;
  }
  /// The core as it is at `now`, all that was due by then done, to be changed.
  Core& at(Instant now) {
    const auto due = next_deadline();
    Core& settled = touch();
    if (due && *due <= now) {
      settled.settle(now);
    } else {
      settled.move_to(now);
    }
    return settled;
  }
  [[nodiscard]] std::optional<Instant> next_deadline() {
    if (!next) next = core.next_deadline();
    return *next;
  }

  Core core;
  FixedAnswers fixed;

 private:
  /// What `Core::next_deadline` has said since the core was touched last. Every step of a run asks for it several
  /// times.
  std::optional<std::optional<Instant>> next;
};

namespace {

Handler find_handler(const qmi::Header& request) {
  const Service* service = find_service(request.service);
  if (service == nullptr) return nullptr;
  const std::span<const Route> routes = service->routes();
  const auto found = std::lower_bound(routes.begin(), routes.end(), request.message,
                                      [](const Route& route, std::uint16_t id) { return route.message < id; });
  return found != routes.end() && found->message == request.message ? found->handler : nullptr;
}

bool has_all_mandatory(const qmi::MessageSpec& spec, const qmi::Received& request) {
  return std::all_of(spec.request.begin(), spec.request.end(),
                     [&](const qmi::TlvSpec& tlv) { return !tlv.mandatory || request.has(tlv.id); });
}

bool knows_client(const Core& core, const qmi::Header& request) {
  if (request.service == qmi::ctl::service) return request.client == 0;
  return core.client_ids.holds(request.service, request.client);
}

void handle(Core& core, const FixedAnswers& fixed, const qmi::Received& request) {
  const qmi::Header& header = request.header();
  const qmi::MessageSpec* spec = qmi::find_message(header.service, header.message);
  const Handler handler = find_handler(header);
  const FixedAnswer* constant = handler == nullptr ? fixed.find(header) : nullptr;
  if (spec == nullptr || !spec->has_request || (handler == nullptr && constant == nullptr)) {
    return core.refuse(header, ErrorCode::InvalidQmiCommand);
  }
  if (!has_all_mandatory(*spec, request)) return core.refuse(header, ErrorCode::MissingArgument);
  if (handler != nullptr) return handler(core, request);
  core.send(respond(*constant, header));
}

void answer(Core& core, const FixedAnswers& fixed, const qmi::Received& request) {
  const qmi::Header& header = request.header();
  if (knows_client(core, header)) return handle(core, fixed, request);
  core.refuse_stranger(header);
  indicate_invalid_client(core, header);
}

}  // namespace

Modem::Modem(Profile profile) : state_(std::make_unique<State>(std::move(profile))) {}
Modem::~Modem() = default;
Modem::Modem(Modem&&) noexcept = default;
Modem& Modem::operator=(Modem&&) noexcept = default;

void Modem::power_on(Instant now) {
  Core& core = state_->touch();
  core.power_on(now);
  // Whom it could tell something is gone.
  static_cast<void>(core.take_out());
}

void Modem::power_off(Instant now) {
  Core& core = state_->at(now);
  if (core.powered()) core.power_off();
  static_cast<void>(core.take_out());
}

qmi::Said Modem::receive(const qmi::Received& request, Instant now) {
  if (!powered()) return {};
  Core& core = state_->at(now);
  if (core.powered() && request.header().kind == qmi::MessageKind::request) answer(core, state_->fixed, request);
  return core.take_out();
}

qmi::Message Modem::refuse_malformed(const qmi::Header& request) const {
  return qmi::response_to(request, static_cast<std::uint16_t>(ErrorCode::MalformedMessage));
}

qmi::Said Modem::advance(Instant now) {
  Core& core = state_->at(now);
  return core.take_out();
}

std::optional<Instant> Modem::next_deadline() const { return state_->next_deadline(); }

qmi::Said Modem::drop_calls(std::uint16_t reason, Instant now) {
  Core& core = state_->at(now);
  modem::drop_calls(core, static_cast<CallEndReason>(reason));
  return core.take_out();
}

qmi::Said Modem::change(const Surroundings& surroundings, Instant now) {
  Core& core = state_->at(now);
  change_surroundings(core, surroundings);
  return core.take_out();
}

bool Modem::powered() const { return state_->core.powered(); }

qmi::Said Modem::count_traffic(std::uint32_t handle, const Traffic& more, Instant now) {
  Core& core = state_->at(now);
  modem::count_traffic(core, handle, more);
  return core.take_out();
}

DataLink Modem::data_link() const {
  const Core& core = state_->core;
  DataLink link{.mtu = core.settings.call.mtu,
                .raw_ip = core.ctl.link_protocol == qmi::ctl::LinkProtocol::RawIp,
                .settings = core.settings.data};
  const DataCall* call = core.powered() ? core.wds.calls.find(qmi::wds::IpFamily::IPv4) : nullptr;
  if (call == nullptr) return link;
  const DnsServers dns = ipv4_dns_of(core, *call);
  link.handle = call->handle;
  link.address = call->address;
  link.gateway = core.settings.call.ipv4_gateway;
  link.netmask = core.settings.call.ipv4_netmask;
  link.dns1 = dns.primary;
  link.dns2 = dns.secondary;
  return link;
}

qmi::Said Modem::ask(const qmi::Message& request, Instant now) {
  Core& core = state_->at(now);
  core.own_client.asked(request.header);
  if (core.powered()) {
    handle(core, state_->fixed, request);
  } else {
    core.own_client.give_up();
  }
  return core.take_out();
}

std::vector<qmi::Message> Modem::take_answers() { return state_->core.own_client.take_answers(); }

tl::expected<qmi::Said, std::string> Modem::deliver_sms(qmi::Bytes pdu, Instant now) {
  Core& core = state_->at(now);
  if (!queue_sms(core, std::move(pdu))) {
    return tl::unexpected(fmt::format("{} messages wait already for the modem to take them", kMaxWaitingSms));
  }
  deliver_waiting_sms(core);
  return core.take_out();
}

tl::expected<qmi::Said, std::string> Modem::deliver_sms(const SmsText& sms, Instant now) {
  Core& core = state_->at(now);
  auto pdu = encode_deliver(sms, core.wms.smsc, network_time(core));
  if (!pdu) return tl::unexpected(pdu.error());
  return deliver_sms(std::move(*pdu), now);
}

qmi::Said Modem::apply(const SettingsChanges& changes, Instant now) {
  Core& core = state_->at(now);
  modem::apply(core, changes);
  return core.take_out();
}

const CallSettings& Modem::call_settings() const { return state_->core.settings.call; }
const ClientIdSettings& Modem::client_id_settings() const { return state_->core.settings.client_ids; }

const SignalSettings& Modem::signal() const { return state_->core.radio.signal(); }
const RegistrationSettings& Modem::registration() const { return state_->core.radio.registration(); }

std::vector<HeldClientId> Modem::held_client_ids() const { return state_->core.client_ids.all(); }

std::vector<RunningCall> Modem::running_calls() const {
  std::vector<RunningCall> calls;
  for (const DataCall& call : state_->core.wds.calls.running()) {
    calls.push_back({call.client, call.handle, static_cast<std::uint8_t>(call.family())});
  }
  return calls;
}

std::vector<Happening> Modem::take_happenings() { return state_->core.take_happenings(); }

std::string Modem::take_nmea() { return std::exchange(state_->core.pds.nmea_said, {}); }

}  // namespace modembench::modem
