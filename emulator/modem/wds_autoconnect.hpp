#pragma once

#include <optional>

#include "emulator/instant.hpp"
#include "emulator/modem/call_end_reason.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// Autoconnect: the call that the modem starts by itself, and again when it is lost. Messages: WDS Get and Set
/// Autoconnect Settings, and TLV 33 of Start Network. The call is the one that asked for it last, else one with profile
/// 1 that no client owns.
namespace modembench::modem {

/// The time from a failed attempt to the next one. Guessed.
inline constexpr Duration kAutoconnectRetry = std::chrono::seconds(10);

struct Autoconnect {
  qmi::wds::AutoconnectSetting setting = qmi::wds::AutoconnectSetting::Disabled;
  qmi::wds::AutoconnectSettingRoaming roaming = qmi::wds::AutoconnectSettingRoaming::Allowed;
  std::optional<Instant> due{};     ///< when the next attempt is due
  std::optional<DataCall> again{};  ///< the call that was lost, or that asked for it

  [[nodiscard]] bool enabled() const { return setting == qmi::wds::AutoconnectSetting::Enabled; }
};

void set_autoconnect_settings(Core& core, const Asked<qmi::wds::set_autoconnect_settings::Request>& request);

/// Follows a call that comes up: if its start said so, autoconnect is set to that from now on.
void autoconnect_like(Core& core, const DataCall& call);
/// Follows a call that is over. Guessed: an end that the client wished pauses autoconnect, any other makes it try
/// again.
void autoconnect_after(Core& core, const DataCall& call, const CallEnd& end);
/// Follows the release of a client id: the call that is to be brought up again belongs to no client from then on.
void autoconnect_without(Core& core, std::uint8_t client);
/// Sets when the next attempt is due, if there is something to attempt.
void plan_autoconnect(Core& core);
void attempt_due_autoconnect(Core& core);
void disable_autoconnect(Core& core);
/// Begins anew after a restart: a paused autoconnect goes on (as the setting's name has it), with a call that no client
/// owns.
void restart_autoconnect(Core& core);

}  // namespace modembench::modem
