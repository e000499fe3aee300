#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace wds = qmi::wds;
namespace tlv = wds::get_current_settings::response;
using What = Trouble::What;

/// What a host needs: addresses, gateway, name servers, MTU, and what kind they are.
constexpr std::uint32_t kWanted = static_cast<std::uint32_t>(wds::RequestedSettings::IpAddress) |
                                  static_cast<std::uint32_t>(wds::RequestedSettings::GatewayInfo) |
                                  static_cast<std::uint32_t>(wds::RequestedSettings::DnsAddress) |
                                  static_cast<std::uint32_t>(wds::RequestedSettings::ApnName) |
                                  static_cast<std::uint32_t>(wds::RequestedSettings::Mtu) |
                                  static_cast<std::uint32_t>(wds::RequestedSettings::IpFamily);

std::string text_in(const qmi::Message& answer, std::uint8_t id) {
  const auto* value = answer.find(id);
  return value != nullptr ? value->text() : std::string();
}

void say_line(Session& session, const qmi::Message& answer, std::string_view what, std::uint8_t id) {
  if (const auto text = text_in(answer, id); !text.empty()) session.desk.say(fmt::format("{}: {}", what, text));
}

}  // namespace

Task<Done> read_settings(Session& session) {
  auto request = session.talk.request(wds::service, wds::get_current_settings::id);
  request.set(wds::get_current_settings::request::requested_settings, kWanted);
  const auto& limits = session.options.limits;
  const auto answer = co_await session.talk.ask_again(std::move(request), limits.request, limits.tries);
  if (!answer) co_return tl::unexpected(answer.error());
  // It may have ended since it came up, and nobody need have said so.
  if (has_error(*answer, qmi::ErrorCode::OutOfCall)) {
    co_return tl::unexpected(Trouble{What::dropped, "the call is over: it has no settings (OutOfCall)"});
  }
  if (answer->error() != 0) {
    const auto why = fmt::format("WDS Get Current Settings {}", qmi::describe_result(*answer));
    co_return tl::unexpected(Trouble{What::refused, why});
  }
  const auto address = text_in(*answer, tlv::ipv4_address);
  if (address.empty()) co_return tl::unexpected(Trouble{What::refused, "the call is up and has no IPv4 address"});
  auto& known = session.memory.address;
  if (address == known) co_return {};
  if (!known.empty()) session.desk.say(fmt::format("replaces {} by {}", known, address));
  known = address;
  session.desk.say(fmt::format("IPv4 address: {}", address));
  say_line(session, *answer, "IPv4 gateway", tlv::ipv4_gateway_address);
  say_line(session, *answer, "IPv4 subnet mask", tlv::ipv4_gateway_subnet_mask);
  say_line(session, *answer, "IPv4 primary DNS", tlv::primary_ipv4_dns_address);
  say_line(session, *answer, "IPv4 secondary DNS", tlv::secondary_ipv4_dns_address);
  if (const auto mtu = number_in(*answer, tlv::mtu)) session.desk.say(fmt::format("MTU: {}", *mtu));
  // Read back what was asked for: some modems take their own.
  if (const auto apn = text_in(*answer, tlv::apn_name); !apn.empty() && apn != session.options.apn) {
    session.desk.say(fmt::format("asked for the APN {}, the call has {}", session.options.apn, apn));
  }
  co_return {};
}

}  // namespace modembench::client_under_test::reference
