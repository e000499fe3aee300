#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/modem/bearer.hpp"
#include "emulator/modem/call_records.hpp"
#include "emulator/modem/connection_profiles.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_autoconnect.hpp"
#include "emulator/modem/wds_reports.hpp"
#include "emulator/qmi/enums/wds.hpp"

namespace modembench::modem {

/// The servers that WDS Set DNS Settings has set; empty: not set.
struct DnsSettings {
  std::string primary_ipv4;
  std::string secondary_ipv4;
  std::string primary_ipv6;
  std::string secondary_ipv6;
};

/// What the wireless data service remembers. Profiles, autoconnect, DNS settings and the history of calls stay
/// over power cycles (guessed).
struct WdsState {
  struct Client {
    /// The family that Set IP Family has set; Unknown: the client never set one.
    qmi::wds::IpFamily family = qmi::wds::IpFamily::Unknown;
  };
  PerClient<Client> clients;
  DataCalls calls;
  CallRecords records;
  ConnectionProfiles profiles;
  EventReporters reporters;
  Autoconnect autoconnect;
  DnsSettings dns;
  Bearer bearer;  ///< what carries the calls

  [[nodiscard]] std::optional<Instant> next_deadline() const {
    return earlier(earlier(calls.next_deadline(), reporters.next_deadline()), autoconnect.due);
  }
};

/// The handlers of the wireless data service, sorted by message.
[[nodiscard]] std::span<const Route> wds_routes();

/// Puts back the connection profiles to what they were at first.
void restore_wds_defaults(Core& core);
/// Does what is due.
void advance_wds(Core& core);

}  // namespace modembench::modem
