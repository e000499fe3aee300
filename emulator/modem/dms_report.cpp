#include "emulator/modem/dms_report.hpp"

#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/dms_pin.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

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

void add_changes(qmi::Message& report, const DmsReportWishes& wishes, const DeviceStatus& before,
                 const DeviceStatus& now) {
  namespace tlv = dms::set_event_report::indication;
  if (wants_power(wishes, before, now)) {
    report.set(tlv::power_state,
               qmi::Struct{{"power state flags", now.power_state}, {"battery level", now.battery_level}});
  }
  if (wishes.pin_state && now.pin1 && now.pin1 != before.pin1) report.set(tlv::pin1_status, *now.pin1);
  if (wishes.pin_state && now.pin2 && now.pin2 != before.pin2) report.set(tlv::pin2_status, *now.pin2);
  if (wishes.activation_state && now.activation_state != before.activation_state) {
    report.set(tlv::activation_state, now.activation_state);
  }
  if (wishes.uim_state && now.uim_state != before.uim_state) report.set(tlv::uim_state, now.uim_state);
  if (wishes.wireless_disable_state && now.wireless_disabled != before.wireless_disabled) {
    report.set(tlv::wireless_disable_state, std::uint8_t{now.wireless_disabled});
  }
}

}  // namespace

DeviceStatus device_status(const Core& core) {
  DeviceStatus status;
  status.power_state = core.dms.power.state;
  status.battery_level = core.dms.power.battery_level;
  if (core.sim.initialised()) {
    status.pin1 = pin_status(core.sim.pin1());
    status.pin2 = pin_status(core.sim.pin2());
  }
  status.activation_state = core.dms.memory.activation_state;
  status.uim_state = static_cast<std::uint8_t>(core.sim.state());
  status.wireless_disabled = core.dms.wireless_disabled;
  return status;
}

void set_dms_event_report(Core& core, const qmi::Message& request) {
  namespace tlv = dms::set_event_report::request;
  const qmi::Value* limits = request.find(tlv::battery_level_report_limits);
  const std::uint64_t lower = number(limits, "lower limit");
  const std::uint64_t upper = number(limits, "upper limit");
  if (upper > 100 || lower > upper) return core.refuse(request, ErrorCode::InvalidArgument);

  DmsReportWishes& wishes = core.dms.clients[request.header.client];
  const auto follow = [&](std::uint8_t id, bool& wanted) {
    if (const qmi::Value* value = request.find(id)) wanted = value->number() != 0;
  };
  follow(tlv::power_state_reporting, wishes.power_state);
  follow(tlv::pin_state_reporting, wishes.pin_state);
  follow(tlv::activation_state_reporting, wishes.activation_state);
  follow(tlv::operating_mode_reporting, wishes.operating_mode);
  follow(tlv::uim_state_reporting, wishes.uim_state);
  follow(tlv::wireless_disable_state_reporting, wishes.wireless_disable_state);
  if (limits != nullptr) wishes.battery = {static_cast<std::uint8_t>(lower), static_cast<std::uint8_t>(upper)};
  core.succeed(request);
}

void report_device(Core& core) {
  const DeviceStatus now = device_status(core);
  const DeviceStatus before = std::exchange(core.dms.reported, now);
  for (const std::uint8_t client : core.client_ids.clients_of(dms::service)) {
    qmi::Message report = qmi::indication(dms::service, client, dms::set_event_report::id);
    add_changes(report, core.dms.clients[client], before, now);
    if (!report.tlvs.empty()) core.send(std::move(report));
  }
}

}  // namespace modembench::modem
