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

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;

void reset(Core& core, const qmi::Message& request) {
  core.dms.clients[request.header.client] = {};
  core.succeed(request);
}

void uim_get_state(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(dms::uim_get_state::response::state, core.sim.state()));
}

constexpr std::array kRoutes = {
    Route{dms::reset::id, reset},
    Route{dms::set_event_report::id, set_dms_event_report},
    Route{dms::get_msisdn::id, get_msisdn},
    Route{dms::get_power_state::id, get_power_state},
    Route{dms::uim_set_pin_protection::id, uim_set_pin_protection},
    Route{dms::uim_verify_pin::id, uim_verify_pin},
    Route{dms::uim_unblock_pin::id, uim_unblock_pin},
    Route{dms::uim_change_pin::id, uim_change_pin},
    Route{dms::uim_get_pin_status::id, uim_get_pin_status},
    Route{dms::get_operating_mode::id, get_operating_mode},
    Route{dms::set_operating_mode::id, set_operating_mode},
    Route{dms::get_time::id, get_time},
    Route{dms::get_prl_version::id, get_prl_version},
    Route{dms::get_activation_state::id, get_activation_state},
    Route{dms::activate_automatic::id, activate_automatic},
    Route{dms::activate_manual::id, activate_manual},
    Route{dms::get_user_lock_state::id, get_user_lock_state},
    Route{dms::set_user_lock_state::id, set_user_lock_state},
    Route{dms::set_user_lock_code::id, set_user_lock_code},
    Route{dms::read_user_data::id, read_user_data},
    Route{dms::write_user_data::id, write_user_data},
    Route{dms::restore_factory_defaults::id, restore_factory_defaults},
    Route{dms::validate_service_programming_code::id, validate_service_programming_code},
    Route{dms::uim_get_iccid::id, uim_get_iccid},
    Route{dms::get_firmware_id::id, get_firmware_id},
    Route{dms::set_firmware_id::id, set_firmware_id},
    Route{dms::get_host_lock_id::id, get_host_lock_id},
    Route{dms::uim_get_ck_status::id, uim_get_ck_status},
    Route{dms::uim_set_ck_protection::id, uim_set_ck_protection},
    Route{dms::uim_unblock_ck::id, uim_unblock_ck},
    Route{dms::uim_get_imsi::id, uim_get_imsi},
    Route{dms::uim_get_state::id, uim_get_state},
    Route{dms::get_firmware_preference::id, get_firmware_preference},
    Route{dms::set_firmware_preference::id, set_firmware_preference},
    Route{dms::list_stored_images::id, list_stored_images},
    Route{dms::delete_stored_image::id, delete_stored_image},
    Route{dms::set_time::id, set_time},
    Route{dms::get_stored_image_info::id, get_stored_image_info},
    Route{dms::get_alt_net_config::id, get_alt_net_config},
    Route{dms::set_alt_net_config::id, set_alt_net_config},
    Route{dms::get_boot_image_download_mode::id, get_boot_image_download_mode},
    Route{dms::set_boot_image_download_mode::id, set_boot_image_download_mode},
};

}  // namespace

DmsState::DmsState(const Profile& profile)
    : memory(profile.device),
      clock{std::nullopt, profile.device.time_at_start},
      firmware(profile.firmware),
      firmware_id(profile.firmware.id),
      power(profile.power),
      wireless_disabled(profile.device.wireless_disable) {
  memory.persistent_low_power = profile.operating_mode == OperatingMode::persistent_low_power;
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
  const auto state = static_cast<State>(memory.activation_state);
  if (state == State::Connecting || state == State::Connected) {
    memory.activation_state = static_cast<std::uint16_t>(State::NotActivated);
  }
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
