#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {

namespace wds = qmi::wds;

Task<Done> switch_autoconnect_off(Session& session) {
  using Setting = wds::AutoconnectSetting;
  namespace get = wds::get_autoconnect_settings;
  namespace set = wds::set_autoconnect_settings;
  const auto& limits = session.options.limits;
  auto ask = session.talk.request(get::Request{});
  const auto before = co_await session.talk.ask_again(std::move(ask), limits.request, limits.tries);
  if (!before) co_return tl::unexpected(before.error());
  if (qmi::tlv_in(*before, &get::Response::status) != Setting::Enabled) co_return {};
  session.desk.say("the modem connects by itself: switches that off");
  auto request = session.talk.request(set::Request{.status = Setting::Disabled});
  const auto changed = co_await ask_for_success(session, std::move(request));
  if (!changed) co_return tl::unexpected(changed.error());
  auto again = session.talk.request(get::Request{});
  const auto after = co_await ask_for_success(session, std::move(again));
  if (!after) co_return tl::unexpected(after.error());
  if (qmi::tlv_in(*after, &get::Response::status) == Setting::Enabled) session.desk.say("it stays on");
  co_return {};
}

}  // namespace modembench::client_under_test::reference
