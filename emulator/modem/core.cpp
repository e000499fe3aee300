#include "emulator/modem/core.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_calls.hpp"

namespace modembench::modem {

Core::Core(Profile settings)
    : profile(std::move(settings)), client_ids(profile.client_ids), sim(profile.sim), radio(profile), nas(profile) {}

void Core::power_on(Instant now) {
  const bool stays_off = radio.mode() == OperatingMode::persistent_low_power;
  now_ = std::max(now_, now);
  release_all();
  if (radio.was_registered()) happen(Happening::network_lost);
  ctl = {};
  dms = {};
  sim.power_on(now_);
  radio.power_on(stays_off ? OperatingMode::persistent_low_power : profile.operating_mode);
  power_on_nas(*this);
  powered_ = true;
  settle(now_);
  follow_radio(*this);
}

void Core::settle(Instant now) {
  for (auto due = next_deadline(); due && *due <= now; due = next_deadline()) {
    now_ = std::max(now_, *due);
    step();
  }
  now_ = std::max(now_, now);
}

void Core::step() {
  if (sim.advance(now_)) report_sim(*this);
  refresh();
  report_due_mode(*this);
  advance_nas(*this);
  advance_wds(*this);
  advance_wms(*this);
  advance_pds(*this);
  advance_oma(*this);
}

std::optional<Instant> Core::next_deadline() const {
  if (!powered_) return std::nullopt;
  std::optional<Instant> next = earlier(sim.next_deadline(), radio.next_deadline());
  next = earlier(next, nas.next_deadline());
  next = earlier(next, wds.next_deadline());
  next = earlier(next, wms.next_deadline());
  next = earlier(next, pds.next_deadline());
  next = earlier(next, oma.next_deadline());
  return dms.mode_report ? earlier(next, dms.mode_report->due) : next;
}

void Core::refresh() {
  const bool was_registered = radio.was_registered();
  const bool left = radio.take_left();
  radio.update(now_, sim.usable());
  if (left || !radio.attached()) end_all_calls(*this, CallEndReason::GenericNoService);
  if (was_registered && (left || !radio.registered())) happen(Happening::network_lost);
  if (radio.registered() && (left || !was_registered)) happen(Happening::network_registered);
  follow_radio(*this);
}

bool Core::has_service(std::uint8_t service) const {
  return std::any_of(profile.services.begin(), profile.services.end(),
                     [&](const ServiceVersion& version) { return version.service == service; });
}

void Core::release(std::uint8_t service, std::uint8_t client) {
  client_ids.release(service, client);
  if (service == qmi::wds::service) forget_wds_client(*this, client);
  if (service == qmi::dms::service) dms.clients[client] = {};
  if (service == qmi::nas::service) forget_nas_client(*this, client);
  if (service == qmi::wms::service) wms.clients[client] = {};
  if (service == qmi::pds::service) pds.clients[client] = {};
  if (service == qmi::oma::service) oma.clients[client] = {};
}

void Core::release_all() {
  const std::vector<HeldClientId> held = client_ids.all();
  // All at once, so that nobody is told of what happens to the others.
  client_ids.clear();
  for (const HeldClientId& client : held) release(client.service, client.client);
}

void Core::happen(Happening happening) {
  if (happenings_.size() < kMaxHappenings) happenings_.push_back(happening);
}

std::uint64_t number(const qmi::Value* value) { return value != nullptr ? value->number() : 0; }

std::uint64_t number(const qmi::Value* value, std::string_view member) {
  return value != nullptr ? number(value->member(member)) : 0;
}

const std::string& text(const qmi::Value* value) {
  static const std::string none;
  return value != nullptr ? value->text() : none;
}

const std::string& text(const qmi::Value* value, std::string_view member) {
  return text(value != nullptr ? value->member(member) : nullptr);
}

}  // namespace modembench::modem
