#include "emulator/modem/dms.hpp"

#include <array>

#include "emulator/modem/core.hpp"
#include "emulator/modem/dms_firmware.hpp"
#include "emulator/modem/dms_lock.hpp"
#include "emulator/modem/dms_memory.hpp"
#include "emulator/modem/dms_pin.hpp"
#include "emulator/modem/dms_power.hpp"
#include "emulator/modem/dms_service.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/messages/dms.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;

void reset(Core& core, const Asked<dms::reset::Request>& request) {
  core.dms.clients[request.header.client] = {};
  core.succeed(request);
}

void uim_get_state(Core& core, const Asked<dms::uim_get_state::Request>& request) {
  core.respond(request, dms::uim_get_state::Response{.state = core.sim.state()});
}

constexpr std::array kRoutes = {
    route<reset>,
    route<set_dms_event_report>,
    route<get_msisdn>,
    route<get_power_state>,
    route<uim_set_pin_protection>,
    route<uim_verify_pin>,
    route<uim_unblock_pin>,
    route<uim_change_pin>,
    route<uim_get_pin_status>,
    route<get_operating_mode>,
    route<set_operating_mode>,
    route<get_time>,
    route<get_prl_version>,
    route<get_activation_state>,
    route<activate_automatic>,
    route<activate_manual>,
    route<get_user_lock_state>,
    route<set_user_lock_state>,
    route<set_user_lock_code>,
    route<read_user_data>,
    route<write_user_data>,
    route<restore_factory_defaults>,
    route<validate_service_programming_code>,
    route<uim_get_iccid>,
    route<get_firmware_id>,
    route<set_firmware_id>,
    route<get_host_lock_id>,
    route<uim_get_ck_status>,
    route<uim_set_ck_protection>,
    route<uim_unblock_ck>,
    route<uim_get_imsi>,
    route<uim_get_state>,
    route<get_firmware_preference>,
    route<set_firmware_preference>,
    route<list_stored_images>,
    route<delete_stored_image>,
    route<set_time>,
    route<get_stored_image_info>,
    route<get_alt_net_config>,
    route<set_alt_net_config>,
    route<get_boot_image_download_mode>,
    route<set_boot_image_download_mode>,
};
static_assert(is_sorted(kRoutes));

}  // namespace

DmsState::DmsState(const Settings& settings)
    : memory(settings.device),
      clock{std::nullopt, settings.device.time_at_start},
      firmware(settings.firmware),
      firmware_id(settings.firmware.id),
      power(settings.power),
      wireless_disabled(settings.device.wireless_disable) {
  memory.persistent_low_power = settings.operating_mode == OperatingMode::PersistentLowPower;
}

void DmsState::power_on(Instant now, std::uint16_t known_offline_reason) {
  clients = {};
  mode_report.reset();
  activation.reset();
  off_at.reset();
  if (!clock.since) clock.since = now;
  firmware.power_on();
  offline_reason = known_offline_reason | firmware.offline_reason();
  // An activation that was cut off has to be begun again.
  using State = dms::ActivationState;
  State& state = memory.activation_state;
  if (state == State::Connecting || state == State::Connected) state = State::NotActivated;
}

std::optional<Instant> DmsState::next_deadline() const {
  std::optional<Instant> next = off_at;
  if (mode_report) next = earlier(next, mode_report->due);
  if (activation) next = earlier(next, activation->connected_at);
  return next;
}

std::span<const Route> dms_routes() { return kRoutes; }

void advance_dms(Core& core) {
  advance_activation(core);
  advance_power(core);
}

}  // namespace modembench::modem
