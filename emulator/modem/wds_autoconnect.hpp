#pragma once

#include <optional>

#include "emulator/instant.hpp"
#include "emulator/modem/call_end_reason.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// The call that the modem starts by itself, and again when it is lost: WDS Get and Set Autoconnect Settings,
/// and TLV 33 of Start Network. It is the call that asked for it last, else one of profile 1 that nobody owns.
namespace modembench::modem {

/// How long after a failed attempt comes the next one. Guessed.
inline constexpr Duration kAutoconnectRetry = std::chrono::seconds(10);

struct Autoconnect {
  qmi::wds::AutoconnectSetting setting = qmi::wds::AutoconnectSetting::Disabled;
  qmi::wds::AutoconnectSettingRoaming roaming = qmi::wds::AutoconnectSettingRoaming::Allowed;
  std::optional<Instant> due{};     ///< of the next attempt
  std::optional<DataCall> again{};  ///< the call that was lost, or that asked for it

  [[nodiscard]] bool enabled() const { return setting == qmi::wds::AutoconnectSetting::Enabled; }
};

void set_autoconnect_settings(Core& core, const Asked<qmi::wds::set_autoconnect_settings::Request>& request);

/// A call comes up: if its start said so, the setting is that from now on.
void autoconnect_like(Core& core, const DataCall& call);
/// A call is over. Guessed: the client's own wish pauses autoconnect, all else makes it try again.
void autoconnect_after(Core& core, const DataCall& call, const CallEnd& end);
/// The client id is gone: the call that is brought up again is nobody's then.
void autoconnect_without(Core& core, std::uint8_t client);
/// Sets when the next attempt is due, if there is something to attempt.
void plan_autoconnect(Core& core);
void attempt_due_autoconnect(Core& core);
void disable_autoconnect(Core& core);
/// From a restart: what was paused goes on (as the setting's name has it), with a call of nobody.
void restart_autoconnect(Core& core);

}  // namespace modembench::modem
