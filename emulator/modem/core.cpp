#include "emulator/modem/core.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/dms_power.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/modem/service.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wms_deliver.hpp"

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
  for (const Service& service : services()) {
    if (service.power_on != nullptr) service.power_on(*this);
  }
  if (radio.was_registered()) happen(Happening::network_lost);
  sim.power_on(now_);
  radio.power_on(mode_at_start(*this));
  powered_ = true;
  settle(now_);
  report_network(*this);
}

void Core::power_off() {
  release_all();
  if (radio.was_registered()) happen(Happening::network_lost);
  powered_ = false;
}

void Core::restore_factory_defaults() {
  for (const Service& service : services()) {
    if (service.restore_defaults != nullptr) service.restore_defaults(*this);
  }
  report_device(*this);
  refresh();
}

void Core::settle(Instant now) {
  for (auto due = next_deadline(); due && *due <= now; due = next_deadline()) {
    now_ = std::max(now_, *due);
    step();
  }
  move_to(now);
}

void Core::step() {
  sim.advance(now_);
  report_device(*this);
  refresh();
  for (const Service& service : services()) {
    if (powered_ && service.advance != nullptr) service.advance(*this);
  }
}

std::optional<Instant> Core::next_deadline() const {
  if (!powered_) return std::nullopt;
  std::optional<Instant> next = earlier(sim.next_deadline(), radio.next_deadline());
  for (const Service& service : services()) {
    if (service.next_deadline == nullptr) continue;
    // Not by `earlier`: what a function has just returned, copied whole, stalls the processor. Each request asks.
    const std::optional<Instant> due = service.next_deadline(*this);
    if (due && (!next || *due < *next)) next = *due;
  }
  return next;
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
  const Service* known = find_service(service);
  if (known != nullptr && known->forget_client != nullptr) known->forget_client(*this, client);
}

void Core::release_all() {
  const std::vector<HeldClientId> held = client_ids.all();
  // All at once, so that nobody is told of what happens to the others.
  client_ids.clear();
  for (const HeldClientId& client : held) release(client.service, client.client);
  for (const qmi::Header& request : own_client.give_up()) release(request.service, OwnClient::kId);
}

void Core::send(qmi::Sendable message) {
  const qmi::Header& header = message.header();
  if (header.kind == qmi::MessageKind::indication && !ctl.lets_pass(header)) return;
  if (own_client.take(message)) return;
  out_.push_back(std::move(message));
}

void Core::happen(Happening happening) {
  if (happenings_.size() < kMaxHappenings) happenings_.push_back(happening);
}

void refuse_malformed(Core& core, const qmi::Header& request) {
  core.send(Core::refusal(request, qmi::ErrorCode::MalformedMessage));
}

}  // namespace modembench::modem
