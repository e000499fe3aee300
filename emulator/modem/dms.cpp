#include "emulator/modem/dms.hpp"

#include <array>
#include <tuple>

#include "emulator/modem/core.hpp"
#include "emulator/modem/dms_firmware.hpp"
#include "emulator/modem/dms_lock.hpp"
#include "emulator/modem/dms_memory.hpp"
#include "emulator/modem/dms_pin.hpp"
#include "emulator/modem/dms_power.hpp"
#include "emulator/modem/dms_service.hpp"
#include "emulator/modem/stored_value.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/messages/dms.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;

void reset(Core& core, const Asked<dms::reset::Request>& request) {
  core.dms.clients.forget(request.header.client);
  core.succeed(request);
}

void uim_get_state(Core& core, const Asked<dms::uim_get_state::Request>& request) {
  core.respond(request, dms::uim_get_state::Response{.state = core.sim.state()});
}

// What factory defaults leave as it is.
constexpr std::tuple kStored = {
    // Guessed to be no more than a number that is kept; on later Sierras it leads into the boot loader.
    messages(stored(&dms::set_firmware_id::Request::firmware_id, &dms::get_firmware_id::Response::firmware_id,
                    &DmsState::firmware_id)),
};
// What factory defaults restore.
constexpr std::tuple kMemory = {
    messages(stored(&dms::set_boot_image_download_mode::Request::mode,
                    &dms::get_boot_image_download_mode::Response::mode, &DeviceMemory::boot_download_mode,
                    at_most(dms::BootImageDownloadMode::BootAndRecovery))),
    messages(stored(&dms::set_alt_net_config::Request::config, &dms::get_alt_net_config::Response::config,
                    &DeviceMemory::alternate_net_config)),
    messages(told(&dms::get_user_lock_state::Response::enabled, &DeviceMemory::user_lock)),
    messages(told(&dms::get_activation_state::Response::info, &DeviceMemory::activation_state)),
};

constexpr std::array kHandlers = {
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
    route<activate_automatic>,
    route<activate_manual>,
    route<set_user_lock_state>,
    route<set_user_lock_code>,
    route<read_user_data>,
    route<write_user_data>,
    route<restore_factory_defaults>,
    route<validate_service_programming_code>,
    route<uim_get_iccid>,
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
};
constexpr auto kRoutes =
    sorted(kHandlers, stored_routes<kStored, &Core::dms>, stored_routes<kMemory, &Core::dms, &DmsState::memory>);

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

std::optional<Instant> DmsState::next_deadline() const {
  std::optional<Instant> next = off_at;
  if (mode_report) next = earlier(next, mode_report->due);
  if (activation) next = earlier(next, activation->connected_at);
  return next;
}

std::span<const Route> dms_routes() { return kRoutes; }

void power_on_dms(Core& core) {
  DmsState& state = core.dms;
  state.mode_report.reset();
  state.activation.reset();
  state.off_at.reset();
  if (!state.clock.since) state.clock.since = core.now();
  state.firmware.power_on();
  state.offline_reason = core.settings.device.offline_reason | state.firmware.offline_reason();
  // An activation that was cut off has to be begun again.
  using Activation = dms::ActivationState;
  Activation& activation = state.memory.activation_state;
  if (activation == Activation::Connecting || activation == Activation::Connected) {
    activation = Activation::NotActivated;
  }
}

void restore_dms_defaults(Core& core) {
  const bool persistent_low_power = core.dms.memory.persistent_low_power;
  core.dms.memory = DeviceMemory(core.settings.device);
  core.dms.memory.persistent_low_power = persistent_low_power;
  core.dms.activation.reset();
}

void advance_dms(Core& core) {
  advance_activation(core);
  advance_power(core);
}

}  // namespace modembench::modem
