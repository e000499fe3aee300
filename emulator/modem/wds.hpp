#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/connection_profiles.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// What the wireless data service remembers.
struct WdsState {
  struct Client {
    /// By Set IP Family; Unknown: the client never said.
    qmi::wds::IpFamily family = qmi::wds::IpFamily::Unknown;
  };
  std::array<Client, 256> clients{};  ///< by client id
  DataCalls calls;
  ConnectionProfiles profiles;

  [[nodiscard]] std::optional<Instant> next_deadline() const { return calls.next_deadline(); }
};

/// The wireless data service. Sorted by message.
[[nodiscard]] std::span<const Route> wds_routes();

/// Does what is due.
void advance_wds(Core& core);

}  // namespace modembench::modem
