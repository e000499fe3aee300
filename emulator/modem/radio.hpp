#pragma once

#include <cstdint>
#include <optional>

#include "emulator/instant.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/qmi/names.hpp"

namespace modembench::modem {

/// Operating mode and registration: whether the modem is on a network.
class Radio {
 public:
  using State = qmi::nas::RegistrationState;

  Radio(OperatingMode mode, const RegistrationSettings& settings) : mode_(mode), settings_(settings) {}

  [[nodiscard]] OperatingMode mode() const { return mode_; }
  /// To be followed by `update`.
  void set_mode(OperatingMode mode) { mode_ = mode; }
  /// Registered nowhere, attached as soon as it is; to be followed by `update`.
  void power_on(OperatingMode mode);

  /// Puts registration where time, mode and SIM have it; true if that isn't where the last update left it.
  bool update(Instant now, bool sim_usable);
  [[nodiscard]] std::optional<Instant> next_deadline() const { return decided_at_; }

  /// Automatic network selection. A registration is kept, a refused one is tried again.
  void select_automatically(Instant now);
  /// Manual selection; a network other than the one of the settings isn't there and is searched for.
  void select(std::uint16_t mcc, std::uint16_t mnc, Instant now);
  /// Packet service attach; true if that is a change.
  bool set_attached(bool attached);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool registered() const { return state_ == State::Registered; }
  /// As of the last update.
  [[nodiscard]] bool was_registered() const { return updated_to_ == State::Registered; }
  [[nodiscard]] bool roaming() const { return settings_.outcome == RegistrationSettings::Outcome::roaming; }
  [[nodiscard]] bool attached() const { return registered() && attached_; }
  [[nodiscard]] const RegistrationSettings& network() const { return settings_; }

 private:
  void search(Instant now);

  OperatingMode mode_;
  RegistrationSettings settings_;
  State state_ = State::NotRegistered;
  State updated_to_ = State::NotRegistered;
  bool attached_ = true;
  bool wants_another_ = false;         ///< manual selection of a network that isn't there
  std::optional<Instant> decided_at_;  ///< when the network answers the search that is going on
};

}  // namespace modembench::modem
