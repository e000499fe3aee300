#include "emulator/modem/dms.hpp"

#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/dms_pin.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

void reset(Core& core, const qmi::Message& request) {
  core.dms.clients[request.header.client] = {};
  core.succeed(request);
}

void set_event_report(Core& core, const qmi::Message& request) {
  namespace tlv = dms::set_event_report::request;
  DmsState::Client& client = core.dms.clients[request.header.client];
  const auto follow = [&](std::uint8_t id, bool& wanted) {
    if (const qmi::Value* value = request.find(id)) wanted = value->number() != 0;
  };
  follow(tlv::pin_state_reporting, client.pin_state);
  follow(tlv::operating_mode_reporting, client.operating_mode);
  follow(tlv::uim_state_reporting, client.uim_state);
  core.succeed(request);
}

void get_operating_mode(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(dms::get_operating_mode::response::mode, core.radio.mode()));
}

bool may_change(OperatingMode from, OperatingMode to) {
  // Only a restart leads out of these two. Guessed from their names.
  const bool is_final = from == OperatingMode::offline || from == OperatingMode::shutting_down;
  return !is_final || to == from || to == OperatingMode::resetting || to == OperatingMode::shutting_down;
}

void restart(Core& core) {
  core.power_on(core.now());
  // What tells clients on the port that no client id is left. Guessed: a real one leaves the USB bus too,
  // which is not a matter of its QMI port.
  core.send(qmi::indication(qmi::ctl::service, 0, qmi::ctl::sync::id));
}

void send_mode_report(Core& core, OperatingMode mode) {
  for (const std::uint8_t client : core.client_ids.clients_of(dms::service)) {
    if (!core.dms.clients[client].operating_mode) continue;
    core.send(qmi::indication(dms::service, client, dms::set_event_report::id)
                  .set(dms::set_event_report::indication::operating_mode, mode));
  }
}

void set_operating_mode(Core& core, const qmi::Message& request) {
  const std::uint64_t wanted = number(request.find(dms::set_operating_mode::request::mode));
  if (wanted > static_cast<std::uint64_t>(OperatingMode::persistent_low_power)) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  const auto mode = static_cast<OperatingMode>(wanted);
  if (!may_change(core.radio.mode(), mode)) return core.refuse(request, ErrorCode::InvalidTransition);
  core.succeed(request);
  if (mode == OperatingMode::resetting) return restart(core);
  // Guessed: clients set "online" without asking first, and none of them takes that for an error.
  if (mode == core.radio.mode()) return;
  core.radio.set_mode(mode);
  core.refresh();
  // One report waits at most, and they keep their order.
  if (const auto waiting = std::exchange(core.dms.mode_report, std::nullopt)) send_mode_report(core, waiting->mode);
  core.dms.mode_report = {later(core.now(), kModeReportAfter), mode};
}

void uim_get_state(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(dms::uim_get_state::response::state, core.sim.state()));
}

constexpr std::array kRoutes = {
    Route{dms::reset::id, reset},
    Route{dms::set_event_report::id, set_event_report},
    Route{dms::uim_set_pin_protection::id, uim_set_pin_protection},
    Route{dms::uim_verify_pin::id, uim_verify_pin},
    Route{dms::uim_unblock_pin::id, uim_unblock_pin},
    Route{dms::uim_change_pin::id, uim_change_pin},
    Route{dms::uim_get_pin_status::id, uim_get_pin_status},
    Route{dms::get_operating_mode::id, get_operating_mode},
    Route{dms::set_operating_mode::id, set_operating_mode},
    Route{dms::uim_get_state::id, uim_get_state},
};

}  // namespace

std::span<const Route> dms_routes() { return kRoutes; }

void report_sim(Core& core) {
  namespace tlv = dms::set_event_report::indication;
  for (const std::uint8_t client : core.client_ids.clients_of(dms::service)) {
    const DmsState::Client& wants = core.dms.clients[client];
    qmi::Message report = qmi::indication(dms::service, client, dms::set_event_report::id);
    if (wants.pin_state && core.sim.initialised()) report.set(tlv::pin1_status, pin_status(core.sim.pin1()));
    if (wants.uim_state) report.set(tlv::uim_state, core.sim.state());
    if (!report.tlvs.empty()) core.send(std::move(report));
  }
}

void report_due_mode(Core& core) {
  if (!core.dms.mode_report || core.now() < core.dms.mode_report->due) return;
  send_mode_report(core, std::exchange(core.dms.mode_report, std::nullopt)->mode);
}

}  // namespace modembench::modem
