#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {

namespace dms = qmi::dms;

Task<Done> recognise(Session& session) {
  const auto& limits = session.options.limits;
  auto request = session.talk.request(dms::get_ids::Request{});
  const auto answer = co_await session.talk.ask_again(std::move(request), limits.request, limits.tries);
  if (!answer) co_return tl::unexpected(answer.error());
  const auto imei = qmi::tlv_in(*answer, &dms::get_ids::Response::imei);
  if (!imei || imei->empty()) co_return {};
  auto& ours = session.memory.imei;
  if (ours.empty()) ours = *imei;
  if (*imei == ours) co_return {};
  co_return tl::unexpected(
      Trouble{Trouble::Kind::stranger, fmt::format("another modem: IMEI {}, ours has {}", *imei, ours)});
}

}  // namespace modembench::client_under_test::reference
