#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/personalization.hpp"
#include "emulator/modem/pin.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

struct SimSettings;

/// The SIM in its slot: not there, not read yet, locked, or usable.
class Sim {
 public:
  explicit Sim(const SimSettings& settings);

  void power_on(Instant now);
  /// Brings the SIM's state to `now`. Returns true if the SIM became readable by that.
  bool advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const { return initialised_at_; }

  /// Whether the SIM has been read. Before that every request about it is answered with 37 UimUninitialized.
  [[nodiscard]] bool initialised() const { return present_ && !initialised_at_; }
  /// Whether the SIM is initialised and PIN1 doesn't stand in the way: its contents can be read, and networks let it
  /// in.
  [[nodiscard]] bool usable() const { return initialised() && pin1_.open(); }
  /// Whether the SIM is usable and no personalization of the modem keeps it off the networks.
  [[nodiscard]] bool admits() const;
  /// The state as DMS UIM Get State tells it.
  [[nodiscard]] qmi::dms::UimState state() const;

  [[nodiscard]] const Pin& pin1() const { return pin1_; }
  [[nodiscard]] const Pin& pin2() const { return pin2_; }
  /// The PIN that `id` names; null for any other than PIN and PIN2.
  [[nodiscard]] Pin* pin(qmi::dms::UimPinId id);
  /// The personalization for `facility`; null if the modem has none for it.
  [[nodiscard]] Personalization* lock(qmi::dms::UimFacility facility);

 private:
  bool present_;
  Duration ready_after_;
  std::optional<Instant> initialised_at_;
  Pin pin1_;
  Pin pin2_;
  std::vector<Personalization> locks_;  ///< by facility
};

}  // namespace modembench::modem
