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
  std::uint32_t fixes = 0;  ///< still to come
  std::uint32_t interval = 0;
  std::uint32_t accuracy = 0;
  Instant started{};
  Instant next_second{};  ///< when the next sentences come
  Instant next_fix{};
};

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
  // Stored over power cycles: guessed.
  bool auto_tracking = false;
  /// How a session goes that nobody describes. Guessed: a fix every second, as `$GPS_START` has it.
  qmi::pds::TrackingSession defaults{
      .session_operation = qmi::pds::OperatingMode::Standalone,
      .position_data_timeout = 255,  // seconds for a fix
      .interval = 1,                 // seconds between fixes
      .accuracy_threshold = 0,       // metres
  };
  /// What the receiver says, all sentences, and where.
  qmi::pds::NmeaConfig nmea{.sentences = qmi::pds::NmeaSentence{0x1F}, .output = qmi::pds::NmeaOutput::USB};
  std::array<LocationServer, 2> location_servers;  ///< by NetworkMode

  /// What the NMEA port says next; what nobody fetches is lost beyond kMaxNmeaSaid.
  std::string nmea_said;

  [[nodiscard]] std::optional<Instant> next_deadline() const {
    if (!session) return std::nullopt;
    return std::min(session->next_second, session->next_fix);
  }
};

inline constexpr std::size_t kMaxNmeaSaid = 65536;  ///< bytes: some minutes

/// The position determination service. Sorted by message.
[[nodiscard]] std::span<const Route> pds_routes();

/// Power comes on: a session that ran is gone, an automatic one begins.
void power_on_pds(Core& core);

/// Does what is due.
void advance_pds(Core& core);

}  // namespace modembench::modem
