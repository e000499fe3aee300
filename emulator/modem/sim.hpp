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
  /// True if the SIM became readable by `now`.
  bool advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const { return initialised_at_; }

  /// The SIM has been read; before that everything about it is 37 UimUninitialized.
  [[nodiscard]] bool initialised() const { return present_ && !initialised_at_; }
  /// Initialised and PIN1 doesn't stand in the way: what it holds can be read, networks let it in.
  [[nodiscard]] bool usable() const { return initialised() && pin1_.open(); }
  /// Usable, and no personalization of the modem keeps it off the networks.
  [[nodiscard]] bool admits() const;
  /// As DMS UIM Get State tells it.
  [[nodiscard]] qmi::dms::UimState state() const;

  [[nodiscard]] const Pin& pin1() const { return pin1_; }
  [[nodiscard]] const Pin& pin2() const { return pin2_; }
  /// Null for any other than PIN and PIN2.
  [[nodiscard]] Pin* pin(qmi::dms::UimPinId id);
  /// Null for a facility that there isn't.
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
