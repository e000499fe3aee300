#include "emulator/modem/pin.hpp"

#include <algorithm>
#include <utility>

#include "emulator/ascii.hpp"
#include "emulator/qmi/error_code.hpp"

namespace modembench::modem {

using qmi::ErrorCode;

namespace {

bool is_pin(std::string_view code) { return code.size() >= 4 && code.size() <= 8 && ascii::are_digits(code); }

}  // namespace

Pin::Pin(Status status, std::string code, std::string puk, std::uint8_t retries, std::uint8_t puk_retries)
    : status_(status), code_(std::move(code)), puk_(std::move(puk)), retries_(retries), puk_retries_(puk_retries) {
  if (status_ == Status::Blocked) retries_ = 0;
  if (retries_ == 0) note_blocked();
}

void Pin::note_blocked() { status_ = puk_retries_ > 0 ? Status::Blocked : Status::PermanentlyBlocked; }

ErrorCode Pin::check(std::string_view code) {
  if (status_ == Status::PermanentlyBlocked) return ErrorCode::PinAlwaysBlocked;
  if (status_ == Status::Blocked) return ErrorCode::PinBlocked;
  if (code == code_) {
    retries_ = kRetries;
    return ErrorCode::None;
  }
  --retries_;
  if (retries_ > 0) return ErrorCode::IncorrectPin;
  note_blocked();
  // Guessed: that the try which uses up the last one is told of the block, and not once more of the wrong PIN.
  return ErrorCode::PinBlocked;
}

ErrorCode Pin::verify(std::string_view code) {
  if (open()) return ErrorCode::NoEffect;
  const ErrorCode error = check(code);
  if (error == ErrorCode::None) status_ = Status::EnabledVerified;
  return error;
}

ErrorCode Pin::protect(bool enabled, std::string_view code) {
  const bool blocked = status_ == Status::Blocked || status_ == Status::PermanentlyBlocked;
  if (!blocked && enabled == (status_ != Status::Disabled)) return ErrorCode::NoEffect;
  const ErrorCode error = check(code);
  if (error == ErrorCode::None) status_ = enabled ? Status::EnabledVerified : Status::Disabled;
  return error;
}

ErrorCode Pin::change(std::string_view code, std::string_view new_code) {
  if (!is_pin(new_code)) return ErrorCode::InvalidArgument;
  // Guessed from 3GPP TS 51.011: a disabled CHV can't be changed. Which QMI error says so is not known.
  if (status_ == Status::Disabled) return ErrorCode::InvalidOperation;
  const ErrorCode error = check(code);
  if (error != ErrorCode::None) return error;
  code_ = new_code;
  status_ = Status::EnabledVerified;
  return error;
}

ErrorCode Pin::unblock(std::string_view puk, std::string_view new_code) {
  if (!is_pin(new_code)) return ErrorCode::InvalidArgument;
  if (puk_retries_ == 0) return ErrorCode::PinAlwaysBlocked;
  if (puk != puk_) {
    --puk_retries_;
    if (puk_retries_ > 0) return ErrorCode::IncorrectPin;
    status_ = Status::PermanentlyBlocked;
    return ErrorCode::PinAlwaysBlocked;
  }
  code_ = new_code;
  retries_ = kRetries;
  puk_retries_ = kPukRetries;
  // Some modems say Unblocked (6) here; no source tells which one a Gobi says.
  status_ = Status::EnabledVerified;
  return ErrorCode::None;
}

void Pin::power_cycle() {
  if (status_ == Status::EnabledVerified) status_ = Status::EnabledNotVerified;
}

}  // namespace modembench::modem
