#include "gadget/usbip/device_side.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace modembench::usbip {
namespace {

using gadget::ControlAnswer;
using gadget::Setup;
using Act = ControlAnswer::Act;

constexpr std::uint8_t kSetConfiguration = 9;  // USB 2.0, 9.4

bool sets_configuration(const Setup& setup) { return setup.request_type == 0 && setup.request == kSetConfiguration; }

}  // namespace

Result<void> DeviceSide::receive(qmi::ByteView bytes, Instant now) {
  reader_.add(bytes);
  for (;;) {
    auto command = reader_.next();
    if (!command) return tl::unexpected(command.error());
    if (!*command) break;
    if (auto* submit = std::get_if<Submit>(&**command)) {
      if (auto taken = take(std::move(*submit), now); !taken) return taken;
    } else {
      take(std::get<Unlink>(**command), now);
    }
  }
  pump(now);
  return {};
}

Result<void> DeviceSide::take(Submit submit, Instant now) {
  const auto connection = connections_;
  if (hooks_.before) hooks_.before();
  if (connection != connections_) return {};
  if (numbers_.size() >= kMaxWaiting) return tl::unexpected(fmt::format("more than {} URBs wait", kMaxWaiting));
  if (!numbers_.insert(submit.number).second) {
    return tl::unexpected(fmt::format("there is an URB {} already", submit.number));
  }
  if (submit.is_control()) {
    controls_.push_back(std::move(submit));
    begin_controls(now);
  } else if (!submit.to_host()) {
    out(submit);
  } else if (!device_.has(submit.endpoint)) {
    answer(submit.number, Status::stall, 0);
  } else {
    waiting_[submit.endpoint].push_back({submit.number, submit.length});
    pump(submit.endpoint, now);
  }
  return {};
}

void DeviceSide::out(const Submit& submit) {
  if (!device_.has(submit.endpoint) || device_.is_halted(submit.endpoint)) {
    return answer(submit.number, Status::stall, 0);
  }
  auto arrived = device_.out(submit.endpoint, submit.data);
  answer(submit.number, Status::done, submit.data.size());
  if (arrived && hooks_.arrived) hooks_.arrived(std::move(*arrived));
}

void DeviceSide::begin_controls(Instant now) {
  while (!is_held_ && !controls_.empty()) {
    auto answer = answer_of(controls_.front(), now);
    is_held_ = answer.act == Act::hold;
    if (!is_held_) end_control(std::move(answer));
  }
}

/// A host whose driver and whose bytes disagree about the direction, or about the length of what it sends, is refused.
ControlAnswer DeviceSide::answer_of(const Submit& submit, Instant now) {
  const auto& setup = submit.setup;
  const bool agrees = setup.length == 0 || setup.to_host() == submit.to_host();
  if (!agrees || (!submit.to_host() && submit.data.size() != setup.length)) return {Act::stall};
  return device_.setup(setup, now);
}

void DeviceSide::end_control(ControlAnswer answered) {
  const auto submit = std::move(controls_.front());
  controls_.pop_front();
  is_held_ = false;
  switch (answered.act) {
    case Act::take: {
      auto arrived = device_.control_data(submit.setup, submit.data);
      answer(submit.number, Status::done, submit.data.size());
      if (arrived && hooks_.arrived) hooks_.arrived(std::move(*arrived));
      return;
    }
    case Act::give: {
      const auto length = std::min<std::size_t>(answered.bytes.size(), submit.length);
      return answer(submit.number, Status::done, length, qmi::ByteView(answered.bytes).first(length));
    }
    case Act::acknowledge:
      answer(submit.number, Status::done, 0);
      if (sets_configuration(submit.setup)) {
        rest_.clear();
        if (hooks_.configured) hooks_.configured(submit.setup.value != 0);
      }
      return;
    default:
      return answer(submit.number, Status::stall, 0);
  }
}

void DeviceSide::take(const Unlink& unlink, Instant now) {
  add_unlinked(output_, unlink.number, call_off(unlink.victim) ? Status::called_off : Status::done);
  begin_controls(now);
}

bool DeviceSide::call_off(std::uint32_t number) {
  if (numbers_.erase(number) == 0) return false;
  const auto is_it = [number](const auto& urb) { return urb.number == number; };
  // What a fetch that was late would have brought stays with the device.
  if (is_held_ && is_it(controls_.front())) is_held_ = false;
  std::erase_if(controls_, is_it);
  for (auto& [endpoint, urbs] : waiting_) std::erase_if(urbs, is_it);
  return true;
}

void DeviceSide::pump(Instant now) {
  for (auto& [endpoint, urbs] : waiting_) pump(endpoint, now);
}

void DeviceSide::pump(std::uint8_t endpoint, Instant now) {
  auto& urbs = waiting_.at(endpoint);
  while (!urbs.empty()) {
    if (device_.is_halted(endpoint)) {
      if (!stall(endpoint, now)) return;
      continue;
    }
    next_stall_.erase(endpoint);
    auto& rest = rest_[endpoint];
    if (rest.empty()) {
      auto transfer = device_.take(endpoint);
      if (!transfer) return;
      if (transfer->halt) {
        device_.halt(endpoint);
        continue;
      }
      rest = std::move(transfer->bytes);
    }
    const auto urb = urbs.front();
    urbs.pop_front();
    const auto length = std::min<std::size_t>(rest.size(), urb.length);
    answer(urb.number, Status::done, length, qmi::ByteView(rest).first(length));
    rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(length));
  }
}

/// Answers an URB of a halted endpoint, if it is time.
bool DeviceSide::stall(std::uint8_t endpoint, Instant now) {
  auto& next = next_stall_.try_emplace(endpoint, now).first->second;
  if (now < next) return false;
  next = now + kStallPeriod;
  auto& urbs = waiting_.at(endpoint);
  answer(urbs.front().number, Status::stall, 0);
  urbs.pop_front();
  return true;
}

void DeviceSide::answer(std::uint32_t number, Status status, std::size_t length, qmi::ByteView data) {
  numbers_.erase(number);
  add_submitted(output_, number, status, length, data);
}

void DeviceSide::disconnect() {
  ++connections_;
  device_.power_off();
  reader_.clear();
  output_.clear();
  numbers_.clear();
  controls_.clear();
  is_held_ = false;
  waiting_.clear();
  rest_.clear();
  next_stall_.clear();
}

std::optional<Instant> DeviceSide::next_deadline() const {
  auto deadline = is_held_ ? device_.next_deadline() : std::nullopt;
  for (const auto& [endpoint, next] : next_stall_) {
    const auto urbs = waiting_.find(endpoint);
    if (urbs == waiting_.end() || urbs->second.empty()) continue;
    deadline = std::min(deadline.value_or(next), next);
  }
  return deadline;
}

void DeviceSide::advance(Instant now) {
  if (is_held_) {
    if (auto answer = device_.advance(now)) end_control(std::move(*answer));
    begin_controls(now);
  }
  pump(now);
}

}  // namespace modembench::usbip
