#include "emulator/modem/personalization.hpp"

#include "emulator/qmi/error_code.hpp"

namespace modembench::modem {

using qmi::ErrorCode;

Personalization::Personalization(const LockSettings& settings)
    : settings_(settings),
      state_(settings.active ? State::Activated : State::Deactivated),
      retries_(settings.retries),
      unblock_retries_(settings.unblock_retries) {
  if (settings.active && retries_ == 0) state_ = State::Blocked;
}

// The errors are guessed to be those of the PINs, which have the same counters.
ErrorCode Personalization::deactivate(std::string_view key) {
  if (state_ == State::Deactivated) return ErrorCode::NoEffect;
  if (state_ == State::Blocked) return unblock_retries_ == 0 ? ErrorCode::PinAlwaysBlocked : ErrorCode::PinBlocked;
  if (key == settings_.key) {
    state_ = State::Deactivated;
    retries_ = settings_.retries;
    return ErrorCode::None;
  }
  --retries_;
  if (retries_ > 0) return ErrorCode::IncorrectPin;
  state_ = State::Blocked;
  return ErrorCode::PinBlocked;
}

ErrorCode Personalization::unblock(std::string_view key) {
  if (state_ != State::Blocked) return ErrorCode::NoEffect;
  if (unblock_retries_ == 0) return ErrorCode::PinAlwaysBlocked;
  if (key == settings_.unblock_key) {
    state_ = State::Activated;
    retries_ = settings_.retries;
    unblock_retries_ = settings_.unblock_retries;
    // A setting without a try left would be blocked again by the first one, and count below nothing.
    if (retries_ == 0) retries_ = 1;
    return ErrorCode::None;
  }
  --unblock_retries_;
  return unblock_retries_ > 0 ? ErrorCode::IncorrectPin : ErrorCode::PinAlwaysBlocked;
}

}  // namespace modembench::modem
