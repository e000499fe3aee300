#include "emulator/modem/apply_changes.hpp"

#include "emulator/modem/dms_report.hpp"
#include "emulator/modem/wds_calls.hpp"

namespace modembench::modem {
namespace {

template <class Settings>
Settings changed(Settings settings, const Changes<Settings>& changes) {
  make(changes, settings);
  return settings;
}

// How well the modem hears; what the network does with it follows.
void follow_signal(Core& core, const Changes<SignalSettings>& changes) {
  core.radio.set_signal(changed(core.radio.signal(), changes));
  if (core.powered()) core.refresh();
}

void follow_registration(Core& core, const Changes<RegistrationSettings>& changes) {
  core.radio.set_registration(changed(core.radio.registration(), changes), core.now());
  if (core.powered()) core.refresh();
}

// Client ids that are held stay.
void follow_client_ids(Core& core, const Changes<ClientIdSettings>& changes) {
  make(changes, core.settings.client_ids);
  core.client_ids.set(core.settings.client_ids);
}

// What the network gives and takes from now on; calls that are up get another address if it gives another, and who they
// concern is told to configure anew.
void follow_call(Core& core, const Changes<CallSettings>& changes) {
  set_call(core, changed(core.settings.call, changes));
}

void follow_data(Core& core, const Changes<DataSettings>& changes) { make(changes, core.settings.data); }

// Another card, or none: it is as after power-on. Calls and registration go with the one that was there.
void follow_sim(Core& core, const Changes<SimSettings>& changes) {
  make(changes, core.settings.sim);
  core.sim = Sim(core.settings.sim);
  if (!core.powered()) return;
  core.sim.power_on(core.now());
  report_device(core);
  core.refresh();
}

template <auto group, auto follow>
void apply_group(Core& core, const SettingsChanges& changes) {
  if (!(changes.*group).empty()) follow(core, changes.*group);
}

// What follows from which group, in the order in which it does.
constexpr void (*kGroups[])(Core&, const SettingsChanges&) = {
    apply_group<&SettingsChanges::signal, follow_signal>,
    apply_group<&SettingsChanges::registration, follow_registration>,
    apply_group<&SettingsChanges::client_ids, follow_client_ids>,
    apply_group<&SettingsChanges::call, follow_call>,
    apply_group<&SettingsChanges::data, follow_data>,
    apply_group<&SettingsChanges::sim, follow_sim>,
};

}  // namespace

void apply(Core& core, const SettingsChanges& changes) {
  for (const auto apply_one : kGroups) apply_one(core, changes);
}

}  // namespace modembench::modem
