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

/// How many networks a scan's answer names at most: so many fit one frame, whatever their names.
inline constexpr std::size_t kMaxFound = 100;

/// The radio modes that a Gobi 3000 has.
inline constexpr auto kAllModes = qmi::join(qmi::nas::RatModePreference::Cdma1x, qmi::nas::RatModePreference::Evdo,
                                            qmi::nas::RatModePreference::GSM, qmi::nas::RatModePreference::UMTS);

/// Operating mode and registration: whether the modem is on a network, and on which.
class Radio {
 public:
  using State = qmi::nas::RegistrationState;

  /// Which networks the modem may use, as NAS System Selection Preference says.
  struct Preference {
    qmi::nas::RatModePreference modes = kAllModes;
    /// The roaming preference: networks are acquired only where the roaming indicator is off.
    bool only_home = false;
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
  /// Sets the operating mode. To be followed by `update`.
  void set_mode(OperatingMode mode) { mode_ = mode; }
  /// Starts anew: registered nowhere, and attached as soon as the modem is registered. To be followed by `update`.
  void power_on(OperatingMode mode);

  /// Brings the registration to where time, operating mode and SIM have it at `now`.
  void update(Instant now, bool sim_usable);
  [[nodiscard]] std::optional<Instant> next_deadline() const { return decided_at_; }

  /// Selects a network automatically. A registration is kept, a refused one is tried again.
  void select_automatically(Instant now);
  /// Selects a network by hand; the modem searches for it as long as the network isn't there.
  void select(const Choice& choice, Instant now);
  /// Attaches to the packet service, or detaches from it. Returns true if that is a change.
  bool set_attached(bool attached);
  /// Sets the preference; a registration that it doesn't allow any more is given up. To be followed by `update`.
  void set_preference(const Preference& preference, Instant now);
  /// Sets what the network does; it decides anew if something that it decides by has changed. To be followed by
  /// `update`.
  void set_registration(const RegistrationSettings& settings, Instant now);
  /// Sets how well networks are heard. To be followed by `update`.
  void set_signal(const SignalSettings& signal) { signal_ = signal; }

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool registered() const { return state_ == State::Registered; }
  /// Whether the modem was registered at the last `update`.
  [[nodiscard]] bool was_registered() const { return updated_to_ == State::Registered; }
  [[nodiscard]] bool attached() const { return registered() && attached_; }
  /// The network that the modem is on, or tries to get on; null if there is none.
  [[nodiscard]] const NetworkSettings* network() const;
  [[nodiscard]] bool roaming() const { return is_roaming(target_); }
  /// Why the network denied registration.
  [[nodiscard]] qmi::nas::RejectCause reject_cause() const;
  /// Returns true once after the modem has left a network to ask for another one, or for the same one anew.
  [[nodiscard]] bool take_left() { return std::exchange(left_, false); }
  /// How often registration has been denied.
  [[nodiscard]] std::uint64_t denials() const { return denials_; }
  /// How the modem hears its network; null if the radio is off or there is no network.
  [[nodiscard]] const SignalSettings* heard() const;

  [[nodiscard]] const RegistrationSettings& registration() const { return settings_; }
  [[nodiscard]] const SignalSettings& signal() const { return signal_; }

  /// A network that a scan finds, on one of its radio interfaces.
  struct Found {
    const NetworkSettings* network = nullptr;
    qmi::nas::RadioInterface radio_interface{};
    bool serving = false;
    bool home = false;
  };
  /// What a scan finds, at most `kMaxFound`. A network is there once for each of its radio interfaces.
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
  std::optional<Target> target_;       ///< the network that the modem is registered on, or asks
  std::optional<Instant> decided_at_;  ///< when the network answers the search that is going on
  std::uint64_t denials_ = 0;
  bool left_ = false;
};

}  // namespace modembench::modem
