#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace wds = qmi::wds;
using What = Trouble::What;

}  // namespace

Task<Result<bool>> is_connected(Session& session) {
  auto request = session.talk.request(wds::service, wds::get_packet_service_status::id);
  const auto answer = co_await ask_for_success(session, std::move(request));
  if (!answer) co_return tl::unexpected(answer.error());
  co_return number_in(*answer, wds::get_packet_service_status::response::connection_status) ==
      static_cast<std::uint64_t>(wds::ConnectionStatus::Connected);
}

Task<Done> watch(Session& session) {
  const auto& options = session.options;
  const auto ended = [](std::string why) { return tl::unexpected(Trouble{What::dropped, std::move(why)}); };
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
    const auto& header = (*said)->header;
    if (header.service != wds::service || header.message != wds::get_packet_service_status::id) continue;
    namespace tlv = wds::get_packet_service_status::indication;
    const auto status = number_in(**said, tlv::connection_status, "status");
    if (status == static_cast<std::uint64_t>(wds::ConnectionStatus::Disconnected)) {
      co_return ended(fmt::format("the call is over: {}", qmi::describe_tlvs(**said)));
    }
    if (status == static_cast<std::uint64_t>(wds::ConnectionStatus::Connected)) {
      const auto settings = co_await read_settings(session);
      if (!settings) co_return settings;
    }
  }
  co_return {};
}

}  // namespace modembench::client_under_test::reference
