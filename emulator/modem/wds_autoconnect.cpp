#include "emulator/modem/wds_autoconnect.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_wish.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using wds::AutoconnectSetting;
using wds::AutoconnectSettingRoaming;

bool is_up(const DataCalls& calls) {
  const auto& running = calls.running();
  return std::any_of(running.begin(), running.end(), [](const DataCall& call) { return call.keeps_itself(); });
}

bool may_connect(const Core& core) {
  const Autoconnect& autoconnect = core.wds.autoconnect;
  const bool stays_home = autoconnect.roaming == AutoconnectSettingRoaming::HomeOnly;
  return autoconnect.enabled() && core.radio.attached() && !(stays_home && core.radio.roaming()) &&
         !is_up(core.wds.calls);
}

DataCall wanted_call(const Core& core) {
  DataCall call;
  if (core.wds.autoconnect.again) {
    call = *core.wds.autoconnect.again;
  } else {
    call.wish = wish_of(core.wds.profiles.find(kDefaultProfile));
  }
  call.wish.autoconnect = AutoconnectSetting::Enabled;
  // Its client has started another one meanwhile.
  if (core.wds.calls.find(call.client, call.family()) != nullptr) call.client = kNobody;
  return call;
}

}  // namespace

void set_autoconnect_settings(Core& core, const Asked<wds::set_autoconnect_settings::Request>& request) {
  if (request->status > AutoconnectSetting::Paused || request->roaming > AutoconnectSettingRoaming::HomeOnly) {
    return core.refuse(request, qmi::ErrorCode::InvalidArgument);
  }
  Autoconnect& autoconnect = core.wds.autoconnect;
  autoconnect.setting = request->status;
  autoconnect.roaming = request->roaming.value_or(autoconnect.roaming);
  core.succeed(request);
  // Guessed: a call that is up stays up whatever is set.
  plan_autoconnect(core);
}

void autoconnect_like(Core& core, const DataCall& call) {
  if (!call.wish.autoconnect) return;
  core.wds.autoconnect.setting = *call.wish.autoconnect;
  core.wds.autoconnect.again = call;
  plan_autoconnect(core);
}

void autoconnect_after(Core& core, const DataCall& call, const CallEnd& end) {
  Autoconnect& autoconnect = core.wds.autoconnect;
  if (call.keeps_itself()) {
    autoconnect.again = call;
    if (end.is_wish() && autoconnect.enabled()) autoconnect.setting = AutoconnectSetting::Paused;
  }
  plan_autoconnect(core);
}

void autoconnect_without(Core& core, std::uint8_t client) {
  auto& again = core.wds.autoconnect.again;
  if (again && again->client == client) again->client = kNobody;
}

void plan_autoconnect(Core& core) {
  Autoconnect& autoconnect = core.wds.autoconnect;
  if (!may_connect(core)) return autoconnect.due.reset();
  if (!autoconnect.due) autoconnect.due = later(core.now(), core.settings.call.after);
}

void attempt_due_autoconnect(Core& core) {
  Autoconnect& autoconnect = core.wds.autoconnect;
  if (!autoconnect.due || *autoconnect.due > core.now()) return;
  autoconnect.due.reset();
  if (!may_connect(core)) return;
  if (core.settings.call.refuses_all() || core.wds.calls.full()) {
    autoconnect.due = later(core.now(), kAutoconnectRetry);
    return;
  }
  DataCall call = wanted_call(core);
  const bool again = call.handle != 0;
  autoconnect.again = connect_call(core, std::move(call), again);
}

void disable_autoconnect(Core& core) {
  core.wds.autoconnect.setting = AutoconnectSetting::Disabled;
  core.wds.autoconnect.again.reset();
  plan_autoconnect(core);
}

void restart_autoconnect(Core& core) {
  Autoconnect& autoconnect = core.wds.autoconnect;
  if (autoconnect.setting == AutoconnectSetting::Paused) autoconnect.setting = AutoconnectSetting::Enabled;
  autoconnect.again.reset();
  autoconnect.due.reset();
}

}  // namespace modembench::modem
