#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/modem/settings/sim.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// One personalization of the modem (to a network, a provider, a SIM …): its control key and how many tries are left.
/// The modem keeps it, whichever SIM is in the slot. Operations return the error code of the response.
class Personalization {
 public:
  using State = qmi::dms::UimFacilityState;

  explicit Personalization(const LockSettings& settings);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] std::uint8_t retries() const { return retries_; }
  [[nodiscard]] std::uint8_t unblock_retries() const { return unblock_retries_; }
  /// Whether this personalization keeps the modem off every network.
  [[nodiscard]] bool blocks() const { return settings_.blocking && state_ != State::Deactivated; }

  qmi::ErrorCode deactivate(std::string_view key);
  /// Sets the tries back. The personalization is active afterwards, not off.
  qmi::ErrorCode unblock(std::string_view key);

 private:
  LockSettings settings_;
  State state_;
  std::uint8_t retries_;
  std::uint8_t unblock_retries_;
};

}  // namespace modembench::modem
