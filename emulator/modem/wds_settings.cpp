#include "emulator/modem/wds_settings.hpp"

#include <initializer_list>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using Settings = wds::get_current_settings::Response;
using wds::IpFamily;
using wds::RequestedSettings;

/// Which settings the client wants: those in its mask, or all.
class Wanted {
 public:
  explicit Wanted(std::optional<RequestedSettings> mask) : mask_(mask.value_or(RequestedSettings{~0U})) {}
  bool operator()(RequestedSettings setting) const { return has(mask_, setting); }

 private:
  RequestedSettings mask_;
};

/// An address that isn't configured is left out.
std::optional<std::string> address_of(const std::string& address) {
  return address.empty() ? std::nullopt : std::optional(address);
}

std::optional<wds::Ipv6Prefix> prefix_of(const std::string& address, std::uint8_t length) {
  return address.empty() ? std::nullopt : std::optional(wds::Ipv6Prefix{address, length});
}

const std::string& first_of(std::initializer_list<const std::string*> choices) {
  for (const std::string* choice : choices) {
    if (!choice->empty()) return *choice;
  }
  return **choices.begin();
}

Settings ipv4_of(const Core& core, const DataCall& call, const Wanted& wanted) {
  const CallSettings& network = core.settings.call;
  Settings settings;
  if (wanted(RequestedSettings::DnsAddress)) {
    const DnsServers dns = ipv4_dns_of(core, call);
    settings.primary_ipv4_dns_address = address_of(dns.primary);
    settings.secondary_ipv4_dns_address = address_of(dns.secondary);
  }
  if (wanted(RequestedSettings::IpAddress)) settings.ipv4_address = address_of(call.address);
  if (wanted(RequestedSettings::GatewayInfo)) {
    settings.ipv4_gateway_address = address_of(network.ipv4_gateway);
    settings.ipv4_gateway_subnet_mask = address_of(network.ipv4_netmask);
  }
  return settings;
}

Settings ipv6_of(const Core& core, const DataCall& call, const Wanted& wanted) {
  const CallSettings& network = core.settings.call;
  const DnsSettings& dns = core.wds.dns;
  Settings settings;
  if (wanted(RequestedSettings::IpAddress)) settings.ipv6_address = prefix_of(call.address, network.ipv6_prefix);
  if (wanted(RequestedSettings::GatewayInfo)) {
    settings.ipv6_gateway_address = prefix_of(network.ipv6_gateway, network.ipv6_prefix);
  }
  if (wanted(RequestedSettings::DnsAddress)) {
    settings.ipv6_primary_dns_address = address_of(first_of({&dns.primary_ipv6, &network.ipv6_dns1}));
    settings.ipv6_secondary_dns_address = address_of(first_of({&dns.secondary_ipv6, &network.ipv6_dns2}));
  }
  return settings;
}

Settings profile_of(const DataCall& call, const Wanted& wanted) {
  const CallWish& wish = call.wish;
  Settings settings;
  if (wanted(RequestedSettings::ProfileName)) settings.profile_name = wish.profile_name;
  if (wanted(RequestedSettings::PdpType)) {
    settings.pdp_type = call.family() == IpFamily::IPv6 ? wds::PdpType::IPv6 : wds::PdpType::IPv4;
  }
  if (wanted(RequestedSettings::ApnName)) settings.apn_name = wish.apn;
  if (wanted(RequestedSettings::Username)) settings.username = wish.username;
  if (wanted(RequestedSettings::AuthProtocol)) settings.authentication = wish.authentication;
  if (wanted(RequestedSettings::ProfileId)) {
    settings.profile_id = wds::ProfileIdentifier{wds::ProfileType::_3GPP, wish.profile};
  }
  return settings;
}

/// What the network grants: what the profile requested, which by default is what the subscription has.
void add_granted_qos(Settings& settings, const DataCall& call, const Bearer& bearer) {
  const bool gsm =
      bearer.technology == wds::DataBearerTechnology::GSM || bearer.technology == wds::DataBearerTechnology::EDGE;
  if (gsm) {
    settings.gprs_granted_qos = call.wish.gprs_qos.value_or(wds::GprsQos{});
  } else {
    settings.umts_granted_qos = call.wish.umts_qos.value_or(wds::UmtsQos{});
  }
}

/// The network has no IMS: no P-CSCF, nothing but IP.
Settings rest_of(const Core& core, const DataCall& call, const Wanted& wanted) {
  Settings settings;
  if (wanted(RequestedSettings::GrantedQos)) add_granted_qos(settings, call, core.wds.bearer);
  if (wanted(RequestedSettings::PcscfAddress)) {
    settings.pcscf_address_using_pco = std::uint8_t{call.wish.pcscf_by_pco};
  }
  if (wanted(RequestedSettings::PcscfServerAddressList)) settings.pcscf_server_address_list.emplace();
  if (wanted(RequestedSettings::PcscfDomainNameList)) settings.pcscf_domain_name_list.emplace();
  if (wanted(RequestedSettings::Mtu)) settings.mtu = core.settings.call.mtu;
  if (wanted(RequestedSettings::DomainNameList)) settings.domain_name_list.emplace();
  if (wanted(RequestedSettings::IpFamily)) settings.ip_family = call.family();
  if (wanted(RequestedSettings::ImcnFlag)) settings.imcn_flag = std::int8_t{0};
  if (wanted(RequestedSettings::ExtendedTechnology)) {
    settings.extended_technology_preference = wds::ExtendedTechnologyPreference::UMTS;
  }
  return settings;
}

/// All zeros take a setting back.
void put_dns(std::string& place, const std::optional<std::string>& address) {
  if (!address) return;
  const bool nothing = *address == "0.0.0.0" || *address == "::";
  place = nothing ? std::string() : *address;
}

}  // namespace

DnsServers ipv4_dns_of(const Core& core, const DataCall& call) {
  const CallSettings& settings = core.settings.call;
  const DnsSettings& dns = core.wds.dns;
  return {first_of({&call.wish.primary_ipv4_dns, &dns.primary_ipv4, &settings.ipv4_dns1}),
          first_of({&call.wish.secondary_ipv4_dns, &dns.secondary_ipv4, &settings.ipv4_dns2})};
}

void get_current_settings(Core& core, const Asked<wds::get_current_settings::Request>& request) {
  const DataCall* call = call_seen_by(core, request.header.client);
  if (call == nullptr) return core.refuse(request, qmi::ErrorCode::OutOfCall);
  const Wanted wanted(request->requested_settings);
  const bool is_ipv6 = call->family() == IpFamily::IPv6;
  // One after the other, though their TLVs' numbers are mixed.
  qmi::Message response = qmi::respond(request.header, profile_of(*call, wanted));
  qmi::append(response, is_ipv6 ? ipv6_of(core, *call, wanted) : ipv4_of(core, *call, wanted));
  qmi::append(response, rest_of(core, *call, wanted));
  core.send(std::move(response));
}

void get_dns_settings(Core& core, const Asked<wds::get_dns_settings::Request>& request) {
  const DnsSettings& settings = core.wds.dns;
  core.respond(request, wds::get_dns_settings::Response{.dns_settings = {
                                                            address_of(settings.primary_ipv4),
                                                            address_of(settings.secondary_ipv4),
                                                            address_of(settings.primary_ipv6),
                                                            address_of(settings.secondary_ipv6),
                                                        }});
}

void set_dns_settings(Core& core, const Asked<wds::set_dns_settings::Request>& request) {
  const wds::DnsSettings& wanted = request->dns_settings;
  // The Gobi SDK asks for one at least.
  if (wanted == wds::DnsSettings{}) return core.refuse(request, qmi::ErrorCode::MissingArgument);
  DnsSettings& settings = core.wds.dns;
  put_dns(settings.primary_ipv4, wanted.primary_ipv4_dns_address);
  put_dns(settings.secondary_ipv4, wanted.secondary_ipv4_dns_address);
  put_dns(settings.primary_ipv6, wanted.primary_ipv6_dns_address);
  put_dns(settings.secondary_ipv6, wanted.secondary_ipv6_dns_address);
  core.succeed(request);
}

}  // namespace modembench::modem
