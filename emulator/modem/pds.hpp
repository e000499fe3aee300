#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/messages/pds.hpp"

namespace modembench::modem {

/// A session that runs, as Start Tracking Session describes it.
struct TrackingSession {
  std::uint8_t control = 0;  ///< manual: the only one there is
  std::uint8_t type = 0;     ///< new: the only one there is
  qmi::pds::OperatingMode operation = qmi::pds::OperatingMode::Standalone;
  std::uint8_t server = 0;  ///< default: the only one there is
  std::uint8_t timeout = 0;
  std::uint32_t fixes = 0;  ///< fixes still to come
  std::uint32_t interval = 0;
  std::uint32_t accuracy = 0;
  Instant started{};
  Instant next_second{};  ///< when the next NMEA sentences come
  Instant next_fix{};
};

/// The address of a server for assisted GPS.
struct LocationServer {
  std::string ip = "0.0.0.0";
  std::uint32_t port = 0;
  qmi::Bytes url;
};

/// What the position determination service remembers.
struct PdsState {
  struct Client {
    bool nmea = false;
    bool extended_nmea = false;
    bool parsed = false;
  };
  PerClient<Client> clients;

  bool enabled = true;  ///< guessed: `$GPS_START` alone starts GPS in the field
  std::optional<TrackingSession> session;
  // The members below outlive power cycles; guessed.
  bool auto_tracking = false;
  /// The settings of a session that no client has described. Guessed: a fix every second, as `$GPS_START` has it.
  qmi::pds::TrackingSession defaults{
      .session_operation = qmi::pds::OperatingMode::Standalone,
      .position_data_timeout = 255,  // seconds for a fix
      .interval = 1,                 // seconds between fixes
      .accuracy_threshold = 0,       // metres
  };
  /// Which sentences the receiver says, and where: all of them, on the USB.
  qmi::pds::NmeaConfig nmea{.sentences = qmi::pds::NmeaSentence{0x1F}, .output = qmi::pds::NmeaOutput::USB};
  std::array<LocationServer, 2> location_servers;  ///< by NetworkMode

  /// The sentences that wait for the NMEA port. Beyond `kMaxNmeaSaid` bytes further ones are lost.
  std::string nmea_said;

  [[nodiscard]] std::optional<Instant> next_deadline() const {
    if (!session) return std::nullopt;
    return std::min(session->next_second, session->next_fix);
  }
};

/// Bytes of NMEA sentences that wait to be fetched: those of some minutes.
inline constexpr std::size_t kMaxNmeaSaid = 65536;

/// The handlers of the position determination service, sorted by message.
[[nodiscard]] std::span<const Route> pds_routes();

/// Starts anew at power-on: a session that ran is gone, an automatic one begins.
void power_on_pds(Core& core);

/// Does what is due.
void advance_pds(Core& core);

}  // namespace modembench::modem
