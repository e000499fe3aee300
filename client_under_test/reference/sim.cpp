#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/instant.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace dms = qmi::dms;
using dms::UimPinStatus;
using qmi::ErrorCode;
using Kind = Trouble::Kind;

/// A try that goes wrong must leave one to a person who knows better, and one more for their slip.
constexpr std::uint8_t kLeastTries = 3;
constexpr Duration kAskSimAfter = std::chrono::seconds(1);

/// Nothing of a modem that leaves PINs to a service it doesn't have: then it goes on without.
Task<Result<std::optional<dms::PinStatus>>> read_pin(Session& session) {
  const auto& limits = session.options.limits;
  const Instant until = session.desk.now() + limits.sim;
  bool said = false;
  for (;;) {
    auto request = session.talk.request(dms::uim_get_pin_status::Request{});
    const auto answer = co_await session.talk.ask_again(std::move(request), limits.request, limits.tries);
    if (!answer) co_return tl::unexpected(answer.error());
    const auto pin = qmi::tlv_in(*answer, &dms::uim_get_pin_status::Response::pin1_status);
    if (answer->error() == 0 && pin && pin->current_status != UimPinStatus::NotInitialized) co_return pin;
    const bool may_come = answer->error() == 0 || has_error(*answer, ErrorCode::UimUninitialized) ||
                          has_error(*answer, ErrorCode::DeviceNotReady);
    if (!may_come) {
      session.desk.say(fmt::format("the PIN can't be asked for ({}): goes on without", qmi::describe_result(*answer)));
      co_return std::nullopt;
    }
    const auto what = fmt::format("the SIM isn't ready ({})", qmi::describe_result(*answer));
    if (!said) session.desk.say(what + ": waits for it");
    said = true;
    if (session.desk.now() >= until) {
      co_return tl::unexpected(
          Trouble{Kind::gave_up, fmt::format("{}: gave up after {}s", what, in_seconds(limits.sim))});
    }
    const auto waited = co_await pause(session, kAskSimAfter);
    if (!waited) co_return tl::unexpected(waited.error());
  }
}

Task<Done> spend_pin(Session& session, dms::PinStatus pin) {
  const auto& options = session.options;
  const auto no = [](std::string why) { return tl::unexpected(Trouble{Kind::refused, std::move(why)}); };
  if (options.pin.empty()) co_return no("the SIM wants a PIN, and none was given");
  if (session.memory.pin_unconfirmed) co_return no("the PIN was sent before and not accepted: it isn't sent again");
  if (pin.verify_retries_left < kLeastTries) {
    co_return no(
        fmt::format("PIN not sent: {} tries left, below the limit of {}", pin.verify_retries_left, kLeastTries));
  }
  auto request = session.talk.request(dms::uim_verify_pin::Request{{dms::UimPinId::PIN, options.pin}});
  session.memory.pin_unconfirmed = true;
  const auto answer = co_await session.talk.ask(std::move(request), options.limits.verify);
  if (!answer && answer.error().kind != Kind::silent) co_return tl::unexpected(answer.error());
  if (!answer) session.desk.say(answer.error().why + ", looks at the SIM instead of sending the PIN again");
  if (answer && answer->error() != 0 && !has_error(*answer, ErrorCode::NoEffect)) {
    co_return no(fmt::format("PIN refused: {}, {}", qmi::describe_result(*answer), qmi::describe_tlvs(*answer)));
  }
  const auto after = co_await read_pin(session);
  if (!after) co_return tl::unexpected(after.error());
  if (!*after || (*after)->current_status != UimPinStatus::EnabledVerified)
    co_return no("the PIN was sent and isn't verified");
  session.memory.pin_unconfirmed = false;
  session.desk.say("PIN verified");
  co_return {};
}

}  // namespace

Task<Done> wait_for_sim(Session& session) {
  const auto pin = co_await read_pin(session);
  if (!pin) co_return tl::unexpected(pin.error());
  if (!*pin) co_return {};
  switch ((*pin)->current_status) {
    case UimPinStatus::EnabledNotVerified:
      co_return co_await spend_pin(session, **pin);
    case UimPinStatus::Blocked:
      co_return tl::unexpected(Trouble{Kind::refused, "the PIN is blocked: the SIM wants its PUK"});
    case UimPinStatus::PermanentlyBlocked:
      co_return tl::unexpected(Trouble{Kind::refused, "the SIM is blocked for good"});
    default:
      co_return {};
  }
}

}  // namespace modembench::client_under_test::reference
