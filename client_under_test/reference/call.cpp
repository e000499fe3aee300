#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;
using Kind = Trouble::Kind;

/// Stands for all calls of a client in Stop Network.
constexpr std::uint32_t kEveryCall = 0xFFFFFFFF;
/// A call that ends sooner than that counts as one that didn't come up: its network isn't to be hammered either.
constexpr Duration kShortCall = std::chrono::seconds(10);

qmi::Message start_request(const Session& session) {
  wds::start_network::Request start;
  start.apn = session.options.apn;
  start.ip_family_preference = wds::IpFamily::IPv4;
  return session.talk.request(start);
}

qmi::Message stop_request(const Session& session, std::optional<std::uint32_t> handle) {
  wds::stop_network::Request stop{.packet_data_handle = handle.value_or(kEveryCall)};
  if (!handle) stop.disable_autoconnect = 1;
  return session.talk.request(stop);
}

void note_up(Session& session, std::optional<std::uint32_t> handle) {
  session.call = {};
  session.call.handle = handle;
  session.call.up = true;
  // What was said of earlier calls isn't about this one.
  session.talk.forget_indications(wds::service);
  session.call.since = session.desk.now();
}

/// A start that nobody waits for any more would come up as nobody's call.
Task<Done> call_off(Session& session) {
  auto request = session.talk.request(wds::abort::Request{.transaction_id = session.call.start_transaction});
  session.call = {};
  const auto answer = co_await session.talk.ask(std::move(request), session.options.limits.abort);
  if (!answer && answer.error().kind != Kind::silent) co_return tl::unexpected(answer.error());
  // Too late to be called off, as far as we know: then it is to be stopped.
  if (!answer || answer->error() != 0) note_up(session, std::nullopt);
  co_return {};
}

Task<Result<qmi::Message>> start_once(Session& session) {
  auto request = start_request(session);
  session.call = {};
  session.call.starting = true;
  // The transaction has to be known while the answer is waited for: it is what an abort names.
  session.call.start_transaction = session.talk.next_transaction(wds::service);
  auto answer = co_await session.talk.ask(std::move(request), session.options.limits.start);
  if (answer) session.call.starting = false;
  if (!answer && answer.error().kind == Kind::silent) {
    session.desk.say(answer.error().why + ": calls it off");
    const auto off = co_await call_off(session);
    if (!off) co_return tl::unexpected(off.error());
  }
  co_return answer;
}

/// "No effect": a call is up already, of an earlier start or of the modem's own.
Task<Result<bool>> adopt_or_clear(Session& session) {
  const auto up = co_await is_connected(session);
  if (!up) co_return tl::unexpected(up.error());
  if (*up) {
    session.desk.say("NoEffect (26): there is a call already, adopts it");
    note_up(session, std::nullopt);
    co_return true;
  }
  session.desk.say("NoEffect (26), and no call is up: stops everything and starts again");
  auto request = stop_request(session, std::nullopt);
  const auto answer = co_await session.talk.ask(std::move(request), session.options.limits.stop);
  if (!answer) co_return tl::unexpected(answer.error());
  co_return false;
}

/// True: up. False: refused, for a reason that has been said.
Task<Result<bool>> try_to_start(Session& session) {
  for (bool cleared = false;; cleared = true) {
    const auto answer = co_await start_once(session);
    if (!answer && answer.error().kind == Kind::silent) co_return false;
    if (!answer) co_return tl::unexpected(answer.error());
    if (answer->error() == 0) {
      note_up(session, qmi::tlv_in(*answer, &wds::start_network::Response::packet_data_handle));
      session.desk.say("connected");
      co_return true;
    }
    if (!has_error(*answer, ErrorCode::NoEffect) || cleared) {
      session.desk.say(fmt::format("no call: {}, {}", qmi::describe_result(*answer), qmi::describe_tlvs(*answer)));
      co_return false;
    }
    const auto adopted = co_await adopt_or_clear(session);
    if (!adopted || *adopted) co_return adopted;
  }
}

}  // namespace

Task<Done> connect(Session& session) {
  const auto& limits = session.options.limits;
  const auto most = session.options.once ? 1U : limits.starts;
  auto& failures = session.memory.failed_calls;
  for (;; ++failures) {
    if (failures >= most) {
      const auto tries = fmt::format("{} tr{}", failures, failures == 1 ? "y" : "ies");
      co_return tl::unexpected(Trouble{Kind::gave_up, fmt::format("no lasting call after {}", tries)});
    }
    if (failures > 0) {
      const auto rest = pause_after(limits, failures);
      session.desk.say(
          fmt::format("tries again in {}s", std::chrono::duration_cast<std::chrono::seconds>(rest).count()));
      const auto paused = co_await pause(session, rest);
      if (!paused) co_return paused;
      const auto registered = co_await wait_for_registration(session);
      if (!registered) co_return registered;
    }
    const auto up = co_await try_to_start(session);
    if (!up) co_return tl::unexpected(up.error());
    if (*up) co_return {};
  }
}

void note_drop(Session& session) {
  auto& failures = session.memory.failed_calls;
  failures = session.desk.now() < session.call.since + kShortCall ? failures + 1 : 0;
  session.call = {};
}

Task<Done> disconnect(Session& session) {
  if (session.call.starting) {
    const auto off = co_await call_off(session);
    if (!off) co_return off;
  }
  if (!session.call.up) co_return {};
  auto request = stop_request(session, session.call.handle);
  const auto answer = co_await session.talk.ask(std::move(request), session.options.limits.stop);
  if (!answer) co_return tl::unexpected(answer.error());
  session.call = {};
  const bool down =
      answer->error() == 0 || has_error(*answer, ErrorCode::NoEffect) || has_error(*answer, ErrorCode::InvalidHandle);
  session.desk.say(down ? "disconnected" : fmt::format("WDS Stop Network {}", qmi::describe_result(*answer)));
  co_return {};
}

}  // namespace modembench::client_under_test::reference
