#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/instant.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace nas = qmi::nas;
using State = nas::RegistrationState;
using Kind = Trouble::Kind;

/// Indications tell of most changes; who doesn't send them is asked.
constexpr Duration kAskRegistrationAfter = std::chrono::seconds(2);
/// A modem that has stopped searching is told to start again, not all the time.
constexpr Duration kSearchAgainAfter = std::chrono::seconds(20);

struct Serving {
  State state = State::Unknown;
  bool attached = false;
  bool operator==(const Serving&) const = default;
};

Serving serving_in(const qmi::Message& answer) {
  const auto system = qmi::tlv_in(answer, &nas::get_serving_system::Response::serving_system);
  if (!system) return {};
  return {system->registration_state, system->ps_attach_state == nas::AttachState::Attached};
}

std::string in_words(const Serving& serving) {
  switch (serving.state) {
    case State::Registered:
      return serving.attached ? "registered" : "registered, but without packet service";
    case State::NotRegistered:
      return "not registered and not searching";
    case State::NotRegisteredSearching:
      return "searching";
    case State::RegistrationDenied:
      return "registration denied";
    default:
      return "registration unknown";
  }
}

bool is_there(const Serving& serving) { return serving.state == State::Registered && serving.attached; }

Task<Done> ask_for_indications(Session& session) {
  nas::register_indications::Request wanted;
  wanted.serving_system_events = 1;
  auto request = session.talk.request(wanted);
  const auto answer = co_await session.talk.ask(std::move(request), session.options.limits.request);
  // Without them there is asking.
  if (!answer && answer.error().kind != Kind::silent) co_return tl::unexpected(answer.error());
  co_return {};
}

Task<Done> search_again(Session& session) {
  const nas::initiate_network_register::Request search{.action = nas::NetworkRegisterType::Automatic};
  auto request = session.talk.request(search);
  const auto answer = co_await session.talk.ask(std::move(request), session.options.limits.request);
  if (!answer && answer.error().kind != Kind::silent) co_return tl::unexpected(answer.error());
  co_return {};
}

/// Until the next indication, or for as long as it takes to ask again.
Task<Done> wait_a_little(Session& session) {
  const auto said = co_await session.talk.indication(session.desk.now() + kAskRegistrationAfter);
  if (!said) co_return tl::unexpected(said.error());
  co_return {};
}

}  // namespace

Task<Done> wait_for_registration(Session& session) {
  const auto& limits = session.options.limits;
  const auto asked = co_await ask_for_indications(session);
  if (!asked) co_return asked;
  const Instant until = session.desk.now() + limits.register_;
  std::optional<Serving> last;
  Instant since{};
  Instant search_at = session.desk.now();
  for (;;) {
    auto request = session.talk.request(nas::get_serving_system::Request{});
    const auto answer = co_await ask_for_success(session, std::move(request));
    if (!answer) co_return tl::unexpected(answer.error());
    const auto serving = serving_in(*answer);
    const Instant now = session.desk.now();
    if (serving != last) {
      session.desk.say(in_words(serving));
      last = serving;
      since = now;
    }
    if (is_there(serving)) co_return {};
    const bool denied = serving.state == State::RegistrationDenied && now >= since + limits.denied;
    if (denied || now >= until) {
      const auto seconds = in_seconds(denied ? limits.denied : limits.register_);
      co_return tl::unexpected(
          Trouble{Kind::gave_up, fmt::format("no network: {}, gave up after {}s", in_words(serving), seconds)});
    }
    if (serving.state == State::NotRegistered && now >= search_at) {
      search_at = now + kSearchAgainAfter;
      const auto searching = co_await search_again(session);
      if (!searching) co_return searching;
    }
    const auto waited = co_await wait_a_little(session);
    if (!waited) co_return waited;
  }
}

}  // namespace modembench::client_under_test::reference
