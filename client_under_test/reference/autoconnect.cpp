#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::client_under_test::reference {

namespace wds = qmi::wds;

Task<Done> switch_autoconnect_off(Session& session) {
  using Setting = wds::AutoconnectSetting;
  constexpr auto kEnabled = static_cast<std::uint64_t>(Setting::Enabled);
  namespace get = wds::get_autoconnect_settings;
  namespace set = wds::set_autoconnect_settings;
  const auto& limits = session.options.limits;
  auto ask = session.talk.request(wds::service, get::id);
  const auto before = co_await session.talk.ask_again(std::move(ask), limits.request, limits.tries);
  if (!before) co_return tl::unexpected(before.error());
  if (number_in(*before, get::response::status) != kEnabled) co_return {};
  session.desk.say("the modem connects by itself: switches that off");
  auto request = session.talk.request(wds::service, set::id);
  request.set(set::request::status, Setting::Disabled);
  const auto changed = co_await ask_for_success(session, std::move(request));
  if (!changed) co_return tl::unexpected(changed.error());
  auto again = session.talk.request(wds::service, get::id);
  const auto after = co_await ask_for_success(session, std::move(again));
  if (!after) co_return tl::unexpected(after.error());
  if (number_in(*after, get::response::status) == kEnabled) session.desk.say("it stays on");
  co_return {};
}

}  // namespace modembench::client_under_test::reference
