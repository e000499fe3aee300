#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "emulator/qmi/bytes.hpp"

/// Short messages as WMS carries them in format 6, GSM/WCDMA point to point: the service centre's address (a byte
/// that counts those after it, 0 for none) and a TPDU. Layouts: 3GPP TS 23.040, 9.2; the service centre before it as
/// ModemManager's mm-sms-part-3gpp.c and ofono's smsutil.c read and write it.
namespace modembench::modem {

/// Bytes of the longest PDU that a record on a SIM holds: 176 bytes with its status (3GPP TS 31.102, 4.2.25).
inline constexpr std::size_t kMaxSmsPdu = 175;
inline constexpr std::size_t kMaxSmsSeptets = 160;
inline constexpr std::size_t kMaxSmsUcs2 = 70;  ///< characters; those outside UCS-2 count twice
/// Digits of a number. A number of letters has at most 11 characters of the GSM alphabet.
inline constexpr std::size_t kMaxSmsDigits = 20;
inline constexpr std::size_t kMaxSmsLetters = 11;

/// A message as a person writes it.
struct SmsText {
  std::string from;                           ///< "+491701234567", "22000", or a name such as "Vodafone"
  std::string text;                           ///< UTF-8
  std::optional<std::uint8_t> message_class;  ///< 0..3
};

/// The PDU of an SMS-DELIVER of one part, in the GSM alphabet where that suffices, else in UCS-2. A text that doesn't
/// fit one message is refused in words: "is 161 characters long, and one message takes 160".
[[nodiscard]] tl::expected<qmi::Bytes, std::string> encode_deliver(const SmsText& sms, std::string_view smsc,
                                                                   std::chrono::sys_seconds sent);

/// The service centre's address with the byte that counts its bytes; a lone 0 if `smsc` is empty. `smsc` is "+" and
/// digits, or digits.
[[nodiscard]] qmi::Bytes encode_smsc(std::string_view smsc);
/// A phone number without the "+" of an international one.
[[nodiscard]] std::string_view digits_of(std::string_view number);
/// Whether `text` is a phone number: at most 20 digits, with or without a "+" before them.
[[nodiscard]] bool is_phone_number(std::string_view text);

/// A TPDU of either direction, as far as the modem has to understand it.
struct SmsPdu {
  bool is_submit = false;  ///< otherwise an SMS-DELIVER
  std::string smsc;        ///< "+491713920000"; empty if there is none
  qmi::Bytes tpdu;         ///< without the service centre
  std::string number;      ///< the sender's, or an SMS-SUBMIT's receiver's: "+491701234567"
  bool has_header = false;
  std::uint8_t protocol = 0;        ///< TP-PID
  std::uint8_t coding = 0;          ///< TP-DCS
  std::uint8_t user_data_size = 0;  ///< TP-UDL: septets or bytes
  qmi::Bytes user_data;

  /// The message's class, 0..3; nothing for a message without one.
  [[nodiscard]] std::optional<std::uint8_t> message_class() const;
  /// The text in UTF-8, without the header of a part; nothing for data and compressed text.
  [[nodiscard]] std::optional<std::string> text() const;
};

/// Why a PDU is refused.
enum class SmsFault : std::uint8_t {
  too_long,
  malformed,
  not_deliver_or_submit,  ///< a TPDU of another type
};
/// Reads a PDU with its service centre.
[[nodiscard]] tl::expected<SmsPdu, SmsFault> read_sms(qmi::ByteView pdu);

/// The PDU of the SMS-DELIVER that the receiver of `submit` gets, with `from` as its sender.
[[nodiscard]] qmi::Bytes deliver_of(const SmsPdu& submit, std::string_view from, std::string_view smsc,
                                    std::chrono::sys_seconds sent);

}  // namespace modembench::modem
