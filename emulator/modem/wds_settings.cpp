#include "emulator/modem/wds_settings.hpp"

#include <initializer_list>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/qmi/messages/wds.hpp"

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

const std::string& first_of(std::initializer_list<const std::string*> choices) {
  for (const std::string* choice : choices) {
    if (!choice->empty()) return *choice;
  }
  return **choices.begin();
}

void add_ipv4(qmi::Message& message, const Core& core, const DataCall& call, const Wanted& wanted) {
  const CallSettings& settings = core.profile.call;
  if (wanted(RequestedSettings::DnsAddress)) {
    const DnsServers dns = ipv4_dns_of(core, call);
    add_address(message, tlv::primary_ipv4_dns_address, dns.primary);
    add_address(message, tlv::secondary_ipv4_dns_address, dns.secondary);
  }
  if (wanted(RequestedSettings::IpAddress)) add_address(message, tlv::ipv4_address, call.address);
  if (wanted(RequestedSettings::GatewayInfo)) {
    add_address(message, tlv::ipv4_gateway_address, settings.ipv4_gateway);
    add_address(message, tlv::ipv4_gateway_subnet_mask, settings.ipv4_netmask);
  }
}

void add_ipv6(qmi::Message& message, const Core& core, const DataCall& call, const Wanted& wanted) {
  const CallSettings& settings = core.profile.call;
  const DnsSettings& dns = core.wds.dns;
  if (wanted(RequestedSettings::IpAddress)) {
    add_prefix(message, tlv::ipv6_address, call.address, settings.ipv6_prefix);
  }
  if (wanted(RequestedSettings::GatewayInfo)) {
    add_prefix(message, tlv::ipv6_gateway_address, settings.ipv6_gateway, settings.ipv6_prefix);
  }
  if (wanted(RequestedSettings::DnsAddress)) {
    add_address(message, tlv::ipv6_primary_dns_address, first_of({&dns.primary_ipv6, &settings.ipv6_dns1}));
    add_address(message, tlv::ipv6_secondary_dns_address, first_of({&dns.secondary_ipv6, &settings.ipv6_dns2}));
  }
}

void add_profile(qmi::Message& message, const DataCall& call, const Wanted& wanted) {
  const CallWish& wish = call.wish;
  if (wanted(RequestedSettings::ProfileName)) message.set(tlv::profile_name, wish.profile_name);
  if (wanted(RequestedSettings::PdpType)) {
    message.set(tlv::pdp_type, call.family() == IpFamily::IPv6 ? wds::PdpType::IPv6 : wds::PdpType::IPv4);
  }
  if (wanted(RequestedSettings::ApnName)) message.set(tlv::apn_name, wish.apn);
  if (wanted(RequestedSettings::Username)) message.set(tlv::username, wish.username);
  if (wanted(RequestedSettings::AuthProtocol)) message.set(tlv::authentication, wish.authentication);
  if (wanted(RequestedSettings::ProfileId)) {
    message.set(tlv::profile_id,
                qmi::Struct{{"profile type", wds::ProfileType::_3GPP}, {"profile index", wish.profile}});
  }
}

/// What the network grants: what the profile requested, which by default is what the subscription has.
void add_granted_qos(qmi::Message& message, const DataCall& call, const Bearer& bearer) {
  const bool gsm =
      bearer.technology == wds::DataBearerTechnology::GSM || bearer.technology == wds::DataBearerTechnology::EDGE;
  if (gsm) {
    message.set(tlv::gprs_granted_qos, call.wish.gprs_qos.value_or(subscribed_gprs_qos()));
  } else {
    message.set(tlv::umts_granted_qos, call.wish.umts_qos.value_or(subscribed_umts_qos()));
  }
}

/// The network has no IMS: no P-CSCF, nothing but IP.
void add_rest(qmi::Message& message, const Core& core, const DataCall& call, const Wanted& wanted) {
  if (wanted(RequestedSettings::GrantedQos)) add_granted_qos(message, call, core.wds.bearer);
  if (wanted(RequestedSettings::PcscfAddress)) {
    message.set(tlv::pcscf_address_using_pco, static_cast<std::uint8_t>(call.wish.pcscf_by_pco ? 1 : 0));
  }
  if (wanted(RequestedSettings::PcscfServerAddressList)) message.set(tlv::pcscf_server_address_list, qmi::List{});
  if (wanted(RequestedSettings::PcscfDomainNameList)) message.set(tlv::pcscf_domain_name_list, qmi::List{});
  if (wanted(RequestedSettings::Mtu)) message.set(tlv::mtu, core.profile.call.mtu);
  if (wanted(RequestedSettings::DomainNameList)) message.set(tlv::domain_name_list, qmi::List{});
  if (wanted(RequestedSettings::IpFamily)) message.set(tlv::ip_family, call.family());
  if (wanted(RequestedSettings::ImcnFlag)) message.set(tlv::imcn_flag, std::int8_t{0});
  if (wanted(RequestedSettings::ExtendedTechnology)) {
    message.set(tlv::extended_technology_preference, wds::ExtendedTechnologyPreference::UMTS);
  }
}

/// All zeros take a setting back.
void put_dns(std::string& place, const qmi::Value* address) {
  if (address == nullptr) return;
  const bool nothing = address->text() == "0.0.0.0" || address->text() == "::";
  place = nothing ? std::string() : address->text();
}

}  // namespace

DnsServers ipv4_dns_of(const Core& core, const DataCall& call) {
  const CallSettings& settings = core.profile.call;
  const DnsSettings& dns = core.wds.dns;
  return {first_of({&call.wish.primary_ipv4_dns, &dns.primary_ipv4, &settings.ipv4_dns1}),
          first_of({&call.wish.secondary_ipv4_dns, &dns.secondary_ipv4, &settings.ipv4_dns2})};
}

void get_current_settings(Core& core, const qmi::Message& request) {
  const DataCall* call = call_seen_by(core, request.header.client);
  if (call == nullptr) return core.refuse(request, qmi::ErrorCode::OutOfCall);
  const Wanted wanted(request.find(wds::get_current_settings::request::requested_settings));

  qmi::Message response = qmi::response_to(request.header);
  add_profile(response, *call, wanted);
  if (call->family() == IpFamily::IPv6) {
    add_ipv6(response, core, *call, wanted);
  } else {
    add_ipv4(response, core, *call, wanted);
  }
  add_rest(response, core, *call, wanted);
  core.send(std::move(response));
}

void get_dns_settings(Core& core, const qmi::Message& request) {
  namespace dns = wds::get_dns_settings::response;
  const DnsSettings& settings = core.wds.dns;
  qmi::Message response = qmi::response_to(request.header);
  add_address(response, dns::primary_ipv4_dns_address, settings.primary_ipv4);
  add_address(response, dns::secondary_ipv4_dns_address, settings.secondary_ipv4);
  add_address(response, dns::primary_ipv6_dns_address, settings.primary_ipv6);
  add_address(response, dns::secondary_ipv6_dns_address, settings.secondary_ipv6);
  core.send(std::move(response));
}

void set_dns_settings(Core& core, const qmi::Message& request) {
  namespace dns = wds::set_dns_settings::request;
  const qmi::Value* ipv4[] = {request.find(dns::primary_ipv4_dns_address),
                              request.find(dns::secondary_ipv4_dns_address)};
  const qmi::Value* ipv6[] = {request.find(dns::primary_ipv6_dns_address),
                              request.find(dns::secondary_ipv6_dns_address)};
  const bool any = ipv4[0] != nullptr || ipv4[1] != nullptr || ipv6[0] != nullptr || ipv6[1] != nullptr;
  // The Gobi SDK asks for one at least.
  if (!any) return core.refuse(request, qmi::ErrorCode::MissingArgument);
  DnsSettings& settings = core.wds.dns;
  put_dns(settings.primary_ipv4, ipv4[0]);
  put_dns(settings.secondary_ipv4, ipv4[1]);
  put_dns(settings.primary_ipv6, ipv6[0]);
  put_dns(settings.secondary_ipv6, ipv6[1]);
  core.succeed(request);
}

}  // namespace modembench::modem
