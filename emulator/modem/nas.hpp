#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/nas_preference.hpp"
#include "emulator/modem/nas_scan.hpp"
#include "emulator/modem/nas_signal.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

struct ScanSettings;

/// What the network access service remembers.
struct NasState {
  explicit NasState(const ScanSettings& scan);

  struct Client {
    /// On from the start: ofono never asks for them and lives on them.
    bool serving_system = true;
    bool selection_preference = false;
    SignalReports reports;
  };
  PerClient<Client> clients;
  SelectionPreference preference;
  SimNetworkLists lists;
  std::optional<PendingScan> scan;

  // What was told last: only a change is worth a report.
  std::vector<qmi::Tlv> told_serving_system;
  std::vector<BandInUse> told_bands;
  std::uint64_t told_denials = 0;

  [[nodiscard]] std::optional<Instant> next_deadline() const { return scan ? std::optional(scan->due) : std::nullopt; }
};

/// The network access service. Sorted by message.
[[nodiscard]] std::span<const Route> nas_routes();

/// Forgets what a modem without power forgets, and tells the radio which preference is left.
void power_on_nas(Core& core);
/// Networks are looked for by the preference that the modem was made with.
void restore_nas_defaults(Core& core);
/// A client's scan and registrations for indications are gone with it.
void forget_nas_client(Core& core, std::uint8_t client);

/// Follows a change of registration, signal or operating mode: tells who wants to know.
void report_network(Core& core);

/// Does what is due.
void advance_nas(Core& core);

}  // namespace modembench::modem
