#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace dms = qmi::dms;
using Kind = Trouble::Kind;
using Mode = dms::OperatingMode;

Task<Result<qmi::Message>> ask_mode(Session& session) {
  return ask_for_success(session, session.talk.request(dms::get_operating_mode::Request{}));
}

bool is_online(const qmi::Message& answer) {
  return qmi::tlv_in(answer, &dms::get_operating_mode::Response::mode) == Mode::Online;
}

}  // namespace

Task<Done> power_up(Session& session) {
  const auto before = co_await ask_mode(session);
  if (!before) co_return tl::unexpected(before.error());
  if (is_online(*before)) co_return {};
  session.desk.say(fmt::format("the radio is off ({}): asks for online", qmi::describe_tlvs(*before)));
  auto request = session.talk.request(dms::set_operating_mode::Request{Mode::Online});
  const auto set = co_await ask_for_success(session, std::move(request));
  if (!set) co_return tl::unexpected(set.error());
  // Some say "success" and stay as they are.
  const auto after = co_await ask_mode(session);
  if (!after) co_return tl::unexpected(after.error());
  if (is_online(*after)) co_return {};
  const auto why = fmt::format("the radio stays off: {}; a hardware switch, a lock of the maker's, or the temperature",
                               qmi::describe_tlvs(*after));
  co_return tl::unexpected(Trouble{Kind::refused, why});
}

}  // namespace modembench::client_under_test::reference
