#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// One PIN of a SIM: its code, its PUK and how many tries are left. Every operation returns the error code of the
/// response, None for success. Values of `status` are those of DMS UIM Get PIN Status.
class Pin {
 public:
  using Status = qmi::dms::UimPinStatus;
  /// What messages tell of the PIN.
  struct Standing {
    Status status = Status::NotInitialized;
    std::uint8_t retries = 0;
    std::uint8_t puk_retries = 0;
    bool operator==(const Standing&) const = default;
  };

  /// The tries that a new SIM has for PIN and PUK (3GPP TS 51.011).
  static constexpr std::uint8_t kRetries = 3;
  static constexpr std::uint8_t kPukRetries = 10;

  /// A status that contradicts the counters is put right: a PIN without a retry left is blocked.
  Pin(Status status, std::string code, std::string puk, std::uint8_t retries, std::uint8_t puk_retries);

  [[nodiscard]] Standing standing() const { return {status_, retries_, puk_retries_}; }
  [[nodiscard]] Status status() const { return status_; }
  [[nodiscard]] std::uint8_t retries() const { return retries_; }
  [[nodiscard]] std::uint8_t puk_retries() const { return puk_retries_; }
  /// Whether this PIN doesn't stand in the way: the SIM answers without being given it (again).
  [[nodiscard]] bool open() const { return status_ == Status::Disabled || status_ == Status::EnabledVerified; }

  qmi::ErrorCode verify(std::string_view code);
  qmi::ErrorCode protect(bool enabled, std::string_view code);
  qmi::ErrorCode change(std::string_view code, std::string_view new_code);
  qmi::ErrorCode unblock(std::string_view puk, std::string_view new_code);

  /// Follows a power cycle: a verified PIN isn't verified any more. The counters stand on the SIM and stay.
  void power_cycle();

 private:
  [[nodiscard]] qmi::ErrorCode check(std::string_view code);
  void note_blocked();

  Status status_;
  std::string code_;
  std::string puk_;
  std::uint8_t retries_;
  std::uint8_t puk_retries_;
};

}  // namespace modembench::modem
