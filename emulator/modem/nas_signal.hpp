#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "emulator/modem/route.hpp"
#include "emulator/modem/settings/signal.hpp"
#include "emulator/qmi/enums/nas.hpp"

namespace modembench::qmi::nas {
namespace get_signal_strength {
struct Request;
}
namespace set_event_report {
struct Request;
}
}  // namespace modembench::qmi::nas

namespace modembench::modem {

/// How many thresholds a client can set (Gobi 3000 SDK, SetSignalStrengthCallback).
inline constexpr std::size_t kMaxSignalThresholds = 5;

/// A band that a radio interface uses.
struct BandInUse {
  qmi::nas::RadioInterface radio_interface{};
  qmi::nas::ActiveBand band{};
  std::uint16_t channel = 0;
  bool operator==(const BandInUse&) const = default;
};

/// What a client wants to be told by NAS Event Reports, and what it has been told already.
struct SignalReports {
  std::vector<std::int8_t> thresholds;  ///< dBm; empty: off
  std::optional<std::uint8_t> rssi_delta;
  std::optional<std::uint8_t> ecio_delta;  ///< in 0.5 dB
  std::optional<std::uint8_t> io_delta;
  std::optional<std::uint8_t> sinr_delta;
  bool error_rate = false;
  bool rf_band = false;
  bool reject_reason = false;

  /// Readings of one radio interface: `seen` is the last one, `told` the one that the client's deltas count from.
  struct Known {
    Reading seen;
    Reading told;
  };
  std::map<qmi::nas::RadioInterface, Known> known;
  std::optional<std::int32_t> told_io;
  std::optional<std::uint8_t> told_sinr;
};

void get_signal_strength(Core& core, const Asked<qmi::nas::get_signal_strength::Request>& request);
void set_event_report(Core& core, const Asked<qmi::nas::set_event_report::Request>& request);

/// Sends Event Reports of what has changed: signal, bands, a denied registration.
void report_events(Core& core);

}  // namespace modembench::modem
