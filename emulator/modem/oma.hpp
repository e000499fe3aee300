#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/enums/oma.hpp"

namespace modembench::modem {

/// A device management session, under way or the last one.
struct OmaSession {
  qmi::oma::SessionType type = qmi::oma::SessionType::ClientInitiatedDeviceConfigure;
  qmi::oma::SessionState state = qmi::oma::SessionState::Connecting;
  qmi::oma::SessionFailedReason reason = qmi::oma::SessionFailedReason::Unknown;
  std::optional<Instant> next_step{};  ///< nothing once it is over
};

/// A session that the network asks for and that no client has accepted or refused yet.
struct OmaAlert {
  qmi::oma::SessionType type = qmi::oma::SessionType::NetworkInitiatedDeviceConfigure;
  std::uint16_t id = 0;
};

/// What the OMA device management service remembers.
struct OmaState {
  struct Client {
    bool wants_alerts = false;
    bool wants_states = false;
  };
  PerClient<Client> clients;

  // The features that are on, kept over power cycles. Guessed: a GSM image provisions devices and has nothing of CDMA.
  bool device_provisioning = true;
  bool prl_update = false;
  bool hands_free_activation = false;
  qmi::oma::HfaFeatureDoneState hands_free_activation_done = qmi::oma::HfaFeatureDoneState::None;

  std::optional<OmaSession> session;
  std::optional<OmaAlert> alert;
  std::optional<Instant> alert_at;
  std::uint16_t last_alert = 0;

  [[nodiscard]] std::optional<Instant> next_deadline() const;
};

/// The handlers of the OMA device management service, sorted by message.
[[nodiscard]] std::span<const Route> oma_routes();

/// Does what is due.
void advance_oma(Core& core);
/// Starts anew at power-on: no session runs, and the network's alert comes after its time.
void power_on_oma(Core& core);

}  // namespace modembench::modem
