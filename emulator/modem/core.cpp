#include "emulator/modem/core.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/dms_power.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/qmi/service_numbers.hpp"

namespace modembench::modem {

Core::Core(Profile profile)
    : identity(std::move(profile.identity)),
      settings(std::move(profile.settings)),
      client_ids(settings.client_ids),
      sim(settings.sim),
      radio(settings),
      dms(settings),
      nas(settings.scan),
      wms(settings.sms) {}

void Core::power_on(Instant now) {
  now_ = std::max(now_, now);
  release_all();
  power_on_wds(*this);
  if (radio.was_registered()) happen(Happening::network_lost);
  ctl = {};
  dms.power_on(now_, settings.device.offline_reason);
  power_cycle_wms(*this);
  power_cycle_oma(*this);
  sim.power_on(now_);
  radio.power_on(mode_at_start(*this));
  power_on_nas(*this);
  powered_ = true;
  power_on_pds(*this);
  settle(now_);
  report_network(*this);
}

void Core::power_off() {
  release_all();
  if (radio.was_registered()) happen(Happening::network_lost);
  powered_ = false;
}

void Core::restore_factory_defaults() {
  const bool persistent_low_power = dms.memory.persistent_low_power;
  dms.memory = DeviceMemory(settings.device);
  dms.memory.persistent_low_power = persistent_low_power;
  dms.activation.reset();
  wds.profiles = {};
  nas.preference = {};
  radio.set_preference(nas.preference.for_radio(), now_);
  report_device(*this);
  refresh();
}

void Core::settle(Instant now) {
  for (auto due = next_deadline(); due && *due <= now; due = next_deadline()) {
    now_ = std::max(now_, *due);
    step();
  }
  now_ = std::max(now_, now);
}

void Core::step() {
  sim.advance(now_);
  report_device(*this);
  refresh();
  advance_dms(*this);
  if (!powered_) return;
  advance_nas(*this);
  advance_wds(*this);
  advance_wms(*this);
  advance_pds(*this);
  advance_oma(*this);
  advance_voice(*this);
}

std::optional<Instant> Core::next_deadline() const {
  if (!powered_) return std::nullopt;
  std::optional<Instant> next = earlier(sim.next_deadline(), radio.next_deadline());
  next = earlier(next, nas.next_deadline());
  next = earlier(next, wds.next_deadline());
  next = earlier(next, wms.next_deadline());
  next = earlier(next, pds.next_deadline());
  next = earlier(next, oma.next_deadline());
  next = earlier(next, voice.next_deadline());
  return earlier(next, dms.next_deadline());
}

void Core::refresh() {
  const bool was_registered = radio.was_registered();
  const bool left = radio.take_left();
  radio.update(now_, sim.admits());
  follow_network(*this, left);
  if (was_registered && (left || !radio.registered())) happen(Happening::network_lost);
  if (radio.registered() && (left || !was_registered)) happen(Happening::network_registered);
  report_network(*this);
  retry_waiting_sms(*this);
}

bool Core::has_service(std::uint8_t service) const {
  return std::any_of(identity.services.begin(), identity.services.end(),
                     [&](const ServiceVersion& version) { return version.service == service; });
}

void Core::release(std::uint8_t service, std::uint8_t client) {
  client_ids.release(service, client);
  if (service == qmi::wds::service) forget_wds_client(*this, client);
  if (service == qmi::dms::service) dms.clients[client] = {};
  if (service == qmi::nas::service) forget_nas_client(*this, client);
  if (service == qmi::wms::service) forget_wms_client(*this, client);
  if (service == qmi::pds::service) pds.clients[client] = {};
  if (service == qmi::oma::service) oma.clients[client] = {};
  if (service == qmi::voice::service) forget_voice_client(*this, client);
  if (service == qmi::cat::service) cat.clients[client] = {};
}

void Core::release_all() {
  const std::vector<HeldClientId> held = client_ids.all();
  // All at once, so that nobody is told of what happens to the others.
  client_ids.clear();
  for (const HeldClientId& client : held) release(client.service, client.client);
}

void Core::send(qmi::Message message) {
  if (message.header.kind == qmi::Kind::indication && !ctl.lets_pass(message.header)) return;
  out_.push_back(std::move(message));
}

void Core::happen(Happening happening) {
  if (happenings_.size() < kMaxHappenings) happenings_.push_back(happening);
}

void refuse_malformed(Core& core, const qmi::Header& request) {
  core.send(Core::refusal(request, qmi::ErrorCode::MalformedMessage));
}

}  // namespace modembench::modem
