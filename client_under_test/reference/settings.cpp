#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/flags.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace wds = qmi::wds;
using Settings = wds::get_current_settings::Response;
using Kind = Trouble::Kind;

/// What a host needs: addresses, gateway, name servers, MTU, and what kind they are.
constexpr auto kWanted = qmi::join(wds::RequestedSettings::IpAddress, wds::RequestedSettings::GatewayInfo,
                                   wds::RequestedSettings::DnsAddress, wds::RequestedSettings::ApnName,
                                   wds::RequestedSettings::Mtu, wds::RequestedSettings::IpFamily);

using Text = std::optional<std::string> Settings::*;

/// Empty where it isn't said.
std::string text_in(const qmi::Message& answer, Text tlv) { return qmi::tlv_in(answer, tlv).value_or(std::string()); }

void say_line(Session& session, const qmi::Message& answer, std::string_view what, Text tlv) {
  if (const auto text = text_in(answer, tlv); !text.empty()) session.desk.say(fmt::format("{}: {}", what, text));
}

}  // namespace

Task<Done> read_settings(Session& session) {
  auto request = session.talk.request(wds::get_current_settings::Request{kWanted});
  const auto& limits = session.options.limits;
  const auto answer = co_await session.talk.ask_again(std::move(request), limits.request, limits.tries);
  if (!answer) co_return tl::unexpected(answer.error());
  // It may have ended since it came up, and nobody need have said so.
  if (has_error(*answer, qmi::ErrorCode::OutOfCall)) {
    co_return tl::unexpected(Trouble{Kind::dropped, "the call is over: it has no settings (OutOfCall)"});
  }
  if (answer->error() != 0) {
    const auto why = fmt::format("WDS Get Current Settings {}", qmi::describe_result(*answer));
    co_return tl::unexpected(Trouble{Kind::refused, why});
  }
  const auto address = text_in(*answer, &Settings::ipv4_address);
  if (address.empty()) co_return tl::unexpected(Trouble{Kind::refused, "the call is up and has no IPv4 address"});
  auto& known = session.memory.address;
  if (address == known) co_return {};
  if (!known.empty()) session.desk.say(fmt::format("replaces {} by {}", known, address));
  known = address;
  session.desk.say(fmt::format("IPv4 address: {}", address));
  say_line(session, *answer, "IPv4 gateway", &Settings::ipv4_gateway_address);
  say_line(session, *answer, "IPv4 subnet mask", &Settings::ipv4_gateway_subnet_mask);
  say_line(session, *answer, "IPv4 primary DNS", &Settings::primary_ipv4_dns_address);
  say_line(session, *answer, "IPv4 secondary DNS", &Settings::secondary_ipv4_dns_address);
  if (const auto mtu = qmi::tlv_in(*answer, &Settings::mtu)) session.desk.say(fmt::format("MTU: {}", *mtu));
  // Read back what was asked for: some modems take their own.
  if (const auto apn = text_in(*answer, &Settings::apn_name); !apn.empty() && apn != session.options.apn) {
    session.desk.say(fmt::format("asked for the APN {}, the call has {}", session.options.apn, apn));
  }
  co_return {};
}

}  // namespace modembench::client_under_test::reference
