#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace wds = qmi::wds;
namespace status = wds::get_packet_service_status;
using Kind = Trouble::Kind;

}  // namespace

Task<Result<bool>> is_connected(Session& session) {
  auto request = session.talk.request(status::Request{});
  const auto answer = co_await ask_for_success(session, std::move(request));
  if (!answer) co_return tl::unexpected(answer.error());
  co_return qmi::tlv_in(*answer, &status::Response::connection_status) == wds::ConnectionStatus::Connected;
}

Task<Done> watch(Session& session) {
  const auto& options = session.options;
  const auto ended = [](std::string why) { return tl::unexpected(Trouble{Kind::dropped, std::move(why)}); };
  const Instant end = options.stay ? session.call.since + *options.stay : kForEver;
  Instant poll = session.desk.now() + options.limits.poll;
  while (session.desk.now() < end) {
    const auto said = co_await session.talk.indication(std::min(poll, end));
    if (!said) co_return tl::unexpected(said.error());
    if (!*said) {
      if (session.desk.now() < poll) continue;
      const auto up = co_await is_connected(session);
      if (!up) co_return tl::unexpected(up.error());
      if (!*up) co_return ended("the call is over, and nobody said so");
      poll = session.desk.now() + options.limits.poll;
      continue;
    }
    const auto now = qmi::tlv_in(**said, &status::Indication::connection_status);
    if (!now) continue;
    if (now->status == wds::ConnectionStatus::Disconnected) {
      co_return ended(fmt::format("the call is over: {}", qmi::describe_tlvs(**said)));
    }
    if (now->status == wds::ConnectionStatus::Connected) {
      const auto settings = co_await read_settings(session);
      if (!settings) co_return settings;
    }
  }
  co_return {};
}

}  // namespace modembench::client_under_test::reference
