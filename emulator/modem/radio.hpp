#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/settings/network.hpp"
#include "emulator/modem/settings/operating_mode.hpp"
#include "emulator/modem/settings/signal.hpp"
#include "emulator/qmi/enums/nas.hpp"
#include "emulator/qmi/flags.hpp"

namespace modembench::modem {

struct Settings;

/// A scan's answer names so many networks at most: they fit one frame, whatever their names.
inline constexpr std::size_t kMaxFound = 100;

/// What a Gobi 3000 has.
inline constexpr auto kAllModes = qmi::join(qmi::nas::RatModePreference::Cdma1x, qmi::nas::RatModePreference::Evdo,
                                            qmi::nas::RatModePreference::GSM, qmi::nas::RatModePreference::UMTS);

/// Operating mode and registration: whether the modem is on a network, and on which.
class Radio {
 public:
  using State = qmi::nas::RegistrationState;

  /// Which networks the modem may use, by NAS System Selection Preference.
  struct Preference {
    qmi::nas::RatModePreference modes = kAllModes;
    bool only_home = false;  ///< roaming preference: acquired only where the roaming indicator is off
    bool operator==(const Preference&) const = default;
  };
  /// A network chosen by hand.
  struct Choice {
    std::uint16_t mcc = 0;
    std::uint16_t mnc = 0;
    std::optional<qmi::nas::RadioInterface> radio_interface;  ///< nothing: any
    bool permanent = false;                                   ///< kept over power cycles
  };

  explicit Radio(const Settings& settings);

  [[nodiscard]] OperatingMode mode() const { return mode_; }
  /// To be followed by `update`.
  void set_mode(OperatingMode mode) { mode_ = mode; }
  /// Registered nowhere, attached as soon as it is; to be followed by `update`.
  void power_on(OperatingMode mode);

  /// Puts registration where time, mode and SIM have it.
  void update(Instant now, bool sim_usable);
  [[nodiscard]] std::optional<Instant> next_deadline() const { return decided_at_; }

  /// Automatic network selection. A registration is kept, a refused one is tried again.
  void select_automatically(Instant now);
  /// Manual selection; a network that isn't there is searched for.
  void select(const Choice& choice, Instant now);
  /// Packet service attach; true if that is a change.
  bool set_attached(bool attached);
  /// A registration that isn't allowed any more is given up. To be followed by `update`, like the next two.
  void set_preference(const Preference& preference, Instant now);
  /// The surroundings change: the network decides anew if what it decides by has changed.
  void set_registration(const RegistrationSettings& settings, Instant now);
  void set_signal(const SignalSettings& signal) { signal_ = signal; }

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool registered() const { return state_ == State::Registered; }
  /// As of the last update.
  [[nodiscard]] bool was_registered() const { return updated_to_ == State::Registered; }
  [[nodiscard]] bool attached() const { return registered() && attached_; }
  /// The network it is on, or tries to get on; null if there is none.
  [[nodiscard]] const NetworkSettings* network() const;
  [[nodiscard]] bool roaming() const { return is_roaming(target_); }
  /// Why the network denied registration.
  [[nodiscard]] qmi::nas::RejectCause reject_cause() const;
  /// True once after it has left a network to ask for another one, or for the same anew.
  [[nodiscard]] bool take_left() { return std::exchange(left_, false); }
  /// How often it has been denied.
  [[nodiscard]] std::uint64_t denials() const { return denials_; }
  /// Nothing where nothing is heard: the radio is off, or there is no network.
  [[nodiscard]] const SignalSettings* heard() const;

  [[nodiscard]] const RegistrationSettings& registration() const { return settings_; }
  [[nodiscard]] const SignalSettings& signal() const { return signal_; }

  /// What a scan finds, kMaxFound at most. A network is there once for each of its radio interfaces.
  struct Found {
    const NetworkSettings* network = nullptr;
    qmi::nas::RadioInterface radio_interface{};
    bool serving = false;
    bool home = false;
  };
  [[nodiscard]] std::vector<Found> scan() const;

 private:
  /// A network within reach: 0 is the one of the registration's settings, n the nth other one.
  using Target = std::size_t;

  [[nodiscard]] const NetworkSettings& at(Target target) const;
  [[nodiscard]] bool is_there(Target target) const;
  [[nodiscard]] bool is_roaming(std::optional<Target> target) const;
  [[nodiscard]] bool is_denied(Target target) const;
  [[nodiscard]] bool is_allowed(Target target) const;
  [[nodiscard]] bool is_settings_own(Target target) const;
  [[nodiscard]] std::optional<Target> find_target() const;
  void search(Instant now);
  void reconsider(Instant now);

  OperatingMode mode_;
  RegistrationSettings settings_;
  SignalSettings signal_;
  std::vector<OtherNetwork> others_;
  HomeNetwork home_;
  Preference preference_;
  State state_ = State::NotRegistered;
  State updated_to_ = State::NotRegistered;
  bool attached_ = true;
  std::optional<Choice> choice_;
  std::optional<Target> target_;       ///< what it is registered on or asks to be let in
  std::optional<Instant> decided_at_;  ///< when the network answers the search that is going on
  std::uint64_t denials_ = 0;
  bool left_ = false;
};

}  // namespace modembench::modem
