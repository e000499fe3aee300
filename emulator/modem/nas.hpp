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
  explicit NasState(const ScanSettings& settings);

  struct Client {
    /// Whether Serving System indications are wanted. On from the start: ofono never asks for them and depends on them.
    bool serving_system = true;
    bool selection_preference = false;
    SignalReports reports;
  };
  PerClient<Client> clients;
  SelectionPreference preference;
  SimNetworkLists lists;
  std::optional<PendingScan> scan;

  // What was reported last: only a change is reported.
  std::vector<qmi::Tlv> told_serving_system;
  std::vector<BandInUse> told_bands;
  std::uint64_t told_denials = 0;

  [[nodiscard]] std::optional<Instant> next_deadline() const { return scan ? std::optional(scan->due) : std::nullopt; }
};

/// The handlers of the network access service, sorted by message.
[[nodiscard]] std::span<const Route> nas_routes();

/// Forgets what a modem without power forgets, and tells the radio which preference is left.
void power_on_nas(Core& core);
/// Goes back to the selection preference that the modem was made with.
void restore_nas_defaults(Core& core);
/// Forgets a client, with its scan and its registrations for indications.
void forget_nas_client(Core& core, std::uint8_t client);

/// Follows a change of registration, signal or operating mode, and reports it to the clients that want to know.
void report_network(Core& core);

/// Does what is due.
void advance_nas(Core& core);

}  // namespace modembench::modem
