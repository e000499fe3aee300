#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "emulator/instant.hpp"

namespace modembench::modem {

/// A personalization of the modem: a lock that binds it to a network or a card.
struct LockSettings {
  bool active = false;   ///< this personalization is on
  bool blocking = true;  ///< while it is active it keeps the modem off every network
  std::string key;       ///< the control key that takes it off
  std::string unblock_key;
  std::uint8_t retries = 5;
  std::uint8_t unblock_retries = 10;
};

/// The SIM in the slot, and the modem's locks to SIMs.
struct SimSettings {
  enum class State : std::uint8_t { ready, pin_required, puk_required, absent };
  /// How the PIN messages of DMS are answered; modems with the UIM service refuse them in one of these ways.
  enum class PinService : std::uint8_t { present, not_supported, unknown };
  State state = State::ready;
  Duration ready_after{0};  ///< after power-on; until then everything about the SIM is 37 UimUninitialized
  PinService pin_through_dms = PinService::present;
  std::string pin = "1234";
  std::string puk = "12345678";
  std::uint8_t pin_retries = 3;
  std::uint8_t puk_retries = 10;
  std::string pin2 = "1234";
  std::string puk2 = "12345678";
  std::uint8_t pin2_retries = 3;
  std::uint8_t puk2_retries = 10;
  std::string iccid;
  std::string imsi;
  std::string number;                   ///< MSISDN; empty: none is stored
  std::array<LockSettings, 5> locks{};  ///< by DMS UimFacility
};

}  // namespace modembench::modem
