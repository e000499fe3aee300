#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// From the response to Set Operating Mode to the report that the mode has changed.
inline constexpr Duration kModeReportAfter = std::chrono::milliseconds(30);

/// What the device management service remembers.
struct DmsState {
  /// Which changes a client wants to be told of.
  struct Client {
    bool pin_state = false;
    bool operating_mode = false;
    bool uim_state = false;
  };
  struct ModeReport {
    Instant due{};
    OperatingMode mode = OperatingMode::online;
  };
  std::array<Client, 256> clients{};  ///< by client id
  std::optional<ModeReport> mode_report;
};

/// The device management service but for its PINs. Sorted by message.
[[nodiscard]] std::span<const Route> dms_routes();

/// Tells who asked for it that SIM or PIN1 have changed.
void report_sim(Core& core);
/// Tells who asked for it of the operating mode, if that is due.
void report_due_mode(Core& core);

}  // namespace modembench::modem
