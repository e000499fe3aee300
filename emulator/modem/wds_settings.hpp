#pragma once

#include <string>

#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// The settings that the host's network interface is to have: handlers of the wireless data service.
namespace modembench::modem {

/// Tells addresses, APN and the rest of the call that the client sees, as far as the request's mask asks for it.
void get_current_settings(Core& core, const Asked<qmi::wds::get_current_settings::Request>& request);

/// The name servers that are told for an IPv4 call: the call's own, else those that the host has set, else the
/// network's.
struct DnsServers {
  std::string primary;
  std::string secondary;
};
[[nodiscard]] DnsServers ipv4_dns_of(const Core& core, const DataCall& call);

/// Tell and set the DNS servers that the host wants instead of the network's. Guessed: Get Current Settings tells them,
/// unless the call's own start or profile has others.
void get_dns_settings(Core& core, const Asked<qmi::wds::get_dns_settings::Request>& request);
void set_dns_settings(Core& core, const Asked<qmi::wds::set_dns_settings::Request>& request);

}  // namespace modembench::modem
