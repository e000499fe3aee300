#include "emulator/modem/dms_report.hpp"

#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/dms_pin.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/qmi/messages/dms.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;
using Report = dms::set_event_report::Indication;

bool wants_power(const DmsReportWishes& wishes, const DeviceStatus& before, const DeviceStatus& now) {
  if (!wishes.power_state) return false;
  if (before.power_state != now.power_state) return true;
  if (before.battery_level == now.battery_level) return false;
  if (!wishes.battery) return true;
  const auto crossed = [&](std::uint8_t limit) {
    return (before.battery_level <= limit) != (now.battery_level <= limit) ||
           (before.battery_level >= limit) != (now.battery_level >= limit);
  };
  return crossed(wishes.battery->lower) || crossed(wishes.battery->upper);
}

Report changes(const DmsReportWishes& wishes, const DeviceStatus& before, const DeviceStatus& now) {
  Report report;
  if (wants_power(wishes, before, now)) {
    report.power_state = {now.power_state, now.battery_level};
  }
  if (wishes.pin_state && now.pin1 && now.pin1 != before.pin1) report.pin1_status = pin_status(*now.pin1);
  if (wishes.pin_state && now.pin2 && now.pin2 != before.pin2) report.pin2_status = pin_status(*now.pin2);
  if (wishes.activation_state && now.activation_state != before.activation_state) {
    report.activation_state = now.activation_state;
  }
  if (wishes.uim_state && now.uim_state != before.uim_state) report.uim_state = now.uim_state;
  if (wishes.wireless_disable_state && now.wireless_disabled != before.wireless_disabled) {
    report.wireless_disable_state = std::uint8_t{now.wireless_disabled};
  }
  return report;
}

}  // namespace

DeviceStatus device_status(const Core& core) {
  DeviceStatus status;
  status.power_state = core.dms.power.state;
  status.battery_level = core.dms.power.battery_level;
  if (core.sim.initialised()) {
    status.pin1 = core.sim.pin1().standing();
    status.pin2 = core.sim.pin2().standing();
  }
  status.activation_state = core.dms.memory.activation_state;
  status.uim_state = core.sim.state();
  status.wireless_disabled = core.dms.wireless_disabled;
  return status;
}

void set_dms_event_report(Core& core, const Asked<dms::set_event_report::Request>& request) {
  const auto& limits = request->battery_level_report_limits;
  if (limits && (limits->upper_limit > 100 || limits->lower_limit > limits->upper_limit))
    return core.refuse(request, ErrorCode::InvalidArgument);

  DmsReportWishes& wishes = core.dms.clients[request.header.client];
  follow(request->power_state_reporting, wishes.power_state);
  follow(request->pin_state_reporting, wishes.pin_state);
  follow(request->activation_state_reporting, wishes.activation_state);
  follow(request->operating_mode_reporting, wishes.operating_mode);
  follow(request->uim_state_reporting, wishes.uim_state);
  follow(request->wireless_disable_state_reporting, wishes.wireless_disable_state);
  if (limits) wishes.battery = {limits->lower_limit, limits->upper_limit};
  core.succeed(request);
}

void report_device(Core& core) {
  const DeviceStatus now = device_status(core);
  const DeviceStatus before = std::exchange(core.dms.reported, now);
  for (const std::uint8_t client : core.client_ids.clients_of(dms::service)) {
    const Report report = changes(core.dms.clients[client], before, now);
    if (report != Report{}) core.indicate(client, report);
  }
}

}  // namespace modembench::modem
