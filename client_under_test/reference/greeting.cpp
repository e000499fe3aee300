#include <utility>

#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace ctl = qmi::ctl;
using Kind = Trouble::Kind;

}  // namespace

Task<Done> greet(Session& session) {
  const auto& limits = session.options.limits;
  auto request = session.talk.request(ctl::get_version_info::Request{});
  const auto answer = co_await session.talk.ask_again(std::move(request), limits.hello, limits.hellos);
  if (!answer) co_return tl::unexpected(answer.error());
  // Whatever it says, it speaks.
  session.desk.say(fmt::format("the modem answers ({})", qmi::describe_result(*answer)));
  co_return {};
}

Task<Done> agree_on_framing(Session& session) {
  namespace framing = ctl::set_data_format;
  auto request = session.talk.request(framing::Request{ctl::DataFormat::QosHeaderAbsent, ctl::LinkProtocol::_802_3});
  const auto answer = co_await session.talk.ask(std::move(request), session.options.limits.request);
  if (!answer && answer.error().kind != Kind::silent) co_return tl::unexpected(answer.error());
  if (!answer) {
    // Old modems pass it over in silence.
    session.desk.say("no answer about the framing of data: takes it for 802.3");
  } else if (answer->error() != 0) {
    session.desk.say(fmt::format("framing can't be set: {}", qmi::describe_result(*answer)));
  } else if (qmi::tlv_in(*answer, &framing::Response::protocol).value_or(ctl::LinkProtocol::_802_3) !=
             ctl::LinkProtocol::_802_3) {
    const auto what = fmt::format("asked for 802.3, the modem sends {}", qmi::describe_tlvs(*answer));
    co_return tl::unexpected(Trouble{Kind::refused, what});
  }
  co_return {};
}

// Had the modem begun anew, somebody else could have one of them by now; but the port is open to one client at a time,
// and we are it.
Task<Done> give_back_what_was_left(Session& session) {
  auto left = std::exchange(session.memory.left_behind, {});
  // One that has come to us again is ours: the modem did begin anew.
  std::erase_if(left, [&session](const ClientId& held) { return session.talk.has(held); });
  if (left.empty()) co_return {};
  session.desk.say("gives back what it had before");
  static_cast<void>(co_await session.talk.release(std::move(left), session.options.limits.release));
  co_return {};
}

Task<Done> take_client_id(Session& session, std::uint8_t service) {
  const auto& limits = session.options.limits;
  auto taken = co_await session.talk.allocate(service, limits.request, limits.tries);
  if (taken || taken.error().kind != Kind::ids_exhausted) co_return taken;
  session.desk.say(taken.error().why + ": other clients never gave theirs back");
  if (session.memory.synced) co_return taken;
  session.memory.synced = true;
  session.desk.say("tries CTL Sync, once");
  auto request = session.talk.request(ctl::sync::Request{});
  const auto answer = co_await session.talk.ask(std::move(request), limits.request);
  if (!answer) co_return tl::unexpected(answer.error());
  if (answer->error() != 0) {
    session.desk.say(fmt::format("CTL Sync {}", qmi::describe_result(*answer)));
    co_return taken;
  }
  co_return tl::unexpected(Trouble{Kind::ids_gone, "CTL Sync took all client ids back"});
}

}  // namespace modembench::client_under_test::reference
