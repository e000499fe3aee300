#include "emulator/modem/wds_settings.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
namespace tlv = wds::get_current_settings::response;
using wds::IpFamily;
using wds::RequestedSettings;

/// Which settings the client wants: those in its mask, or all.
class Wanted {
 public:
  explicit Wanted(const qmi::Value* mask) : mask_(mask != nullptr ? mask->number() : ~std::uint64_t{0}) {}
  bool operator()(RequestedSettings setting) const { return (mask_ & static_cast<std::uint64_t>(setting)) != 0; }

 private:
  std::uint64_t mask_;
};

/// An address that isn't configured is left out.
void add_address(qmi::Message& message, std::uint8_t id, const std::string& address) {
  if (!address.empty()) message.set(id, address);
}

void add_prefix(qmi::Message& message, std::uint8_t id, const std::string& address, std::uint8_t length) {
  if (!address.empty()) message.set(id, qmi::Struct{{"address", address}, {"prefix length", length}});
}

void add_ipv4(qmi::Message& message, const CallSettings& settings, const Wanted& wanted) {
  if (wanted(RequestedSettings::DnsAddress)) {
    add_address(message, tlv::primary_ipv4_dns_address, settings.ipv4_dns1);
    add_address(message, tlv::secondary_ipv4_dns_address, settings.ipv4_dns2);
  }
  if (wanted(RequestedSettings::IpAddress)) add_address(message, tlv::ipv4_address, settings.ipv4_address);
  if (wanted(RequestedSettings::GatewayInfo)) {
    add_address(message, tlv::ipv4_gateway_address, settings.ipv4_gateway);
    add_address(message, tlv::ipv4_gateway_subnet_mask, settings.ipv4_netmask);
  }
}

void add_ipv6(qmi::Message& message, const CallSettings& settings, const Wanted& wanted) {
  if (wanted(RequestedSettings::IpAddress)) {
    add_prefix(message, tlv::ipv6_address, settings.ipv6_address, settings.ipv6_prefix);
  }
  if (wanted(RequestedSettings::GatewayInfo)) {
    add_prefix(message, tlv::ipv6_gateway_address, settings.ipv6_gateway, settings.ipv6_prefix);
  }
  if (wanted(RequestedSettings::DnsAddress)) {
    add_address(message, tlv::ipv6_primary_dns_address, settings.ipv6_dns1);
    add_address(message, tlv::ipv6_secondary_dns_address, settings.ipv6_dns2);
  }
}

void add_profile(qmi::Message& message, const DataCall& call, const Wanted& wanted) {
  if (wanted(RequestedSettings::ProfileName)) message.set(tlv::profile_name, call.profile_name);
  if (wanted(RequestedSettings::PdpType)) {
    message.set(tlv::pdp_type, call.family == IpFamily::IPv6 ? wds::PdpType::IPv6 : wds::PdpType::IPv4);
  }
  if (wanted(RequestedSettings::ApnName)) message.set(tlv::apn_name, call.apn);
  if (wanted(RequestedSettings::Username)) message.set(tlv::username, call.username);
  if (wanted(RequestedSettings::AuthProtocol)) message.set(tlv::authentication, call.authentication);
  if (wanted(RequestedSettings::ProfileId)) {
    message.set(tlv::profile_id,
                qmi::Struct{{"profile type", wds::ProfileType::_3GPP}, {"profile index", call.profile}});
  }
}

}  // namespace

void get_current_settings(Core& core, const qmi::Message& request) {
  const DataCall* call = call_seen_by(core, request.header.client);
  if (call == nullptr) return core.refuse(request, qmi::ErrorCode::OutOfCall);
  const Wanted wanted(request.find(wds::get_current_settings::request::requested_settings));
  const CallSettings& settings = core.profile.call;

  qmi::Message response = qmi::response_to(request.header);
  add_profile(response, *call, wanted);
  if (call->family == IpFamily::IPv6) {
    add_ipv6(response, settings, wanted);
  } else {
    add_ipv4(response, settings, wanted);
  }
  if (wanted(RequestedSettings::Mtu)) response.set(tlv::mtu, settings.mtu);
  if (wanted(RequestedSettings::IpFamily)) response.set(tlv::ip_family, call->family);
  core.send(std::move(response));
}

}  // namespace modembench::modem
