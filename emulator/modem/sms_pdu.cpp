#include "emulator/modem/sms_pdu.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/ascii.hpp"
#include "emulator/modem/sms_text.hpp"

namespace modembench::modem {

namespace {

using qmi::Bytes;
using qmi::ByteView;

// 3GPP TS 23.040, 9.2.3.1 to 9.2.3.24: the first byte.
constexpr unsigned kTypeMask = 0x03;
constexpr unsigned kDeliver = 0x00;
constexpr unsigned kSubmit = 0x01;
constexpr unsigned kNoMoreMessages = 0x04;
constexpr unsigned kValidityMask = 0x18;
constexpr unsigned kRelativeValidity = 0x10;
constexpr unsigned kHasHeader = 0x40;
// 9.1.2.5: type of address.
constexpr std::uint8_t kInternational = 0x91;
constexpr std::uint8_t kUnknownNumber = 0x81;
constexpr std::uint8_t kLetters = 0xD0;
constexpr unsigned kNumberTypeMask = 0x70;
// 3GPP TS 23.038, 4: data coding scheme.
constexpr std::uint8_t kUcs2 = 0x08;
constexpr std::uint8_t kHasClass = 0x10;

constexpr std::size_t kMaxSmsUserData = 140;

std::uint8_t type_of(std::string_view number) { return number.starts_with('+') ? kInternational : kUnknownNumber; }

/// Two digits a byte, the first one low; F fills an odd last one.
void append_digits(Bytes& bytes, std::string_view digits) {
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const unsigned low = static_cast<unsigned>(digits[i] - '0');
    const unsigned high = i + 1 < digits.size() ? static_cast<unsigned>(digits[i + 1] - '0') : 0xFU;
    bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
  }
}

void append_two_digits(Bytes& bytes, unsigned number) {
  bytes.push_back(static_cast<std::uint8_t>(number % 10 << 4U | number / 10 % 10));
}

/// 9.2.3.11, in UTC.
void append_time(Bytes& bytes, std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  append_two_digits(bytes, static_cast<unsigned>(static_cast<int>(date.year()) % 100));
  append_two_digits(bytes, static_cast<unsigned>(date.month()));
  append_two_digits(bytes, static_cast<unsigned>(date.day()));
  append_two_digits(bytes, static_cast<unsigned>(clock.hours().count()));
  append_two_digits(bytes, static_cast<unsigned>(clock.minutes().count()));
  append_two_digits(bytes, static_cast<unsigned>(clock.seconds().count()));
  bytes.push_back(0);
}

/// TP-OA; false if `from` is neither a number nor a short name.
bool append_sender(Bytes& bytes, std::string_view from) {
  if (is_phone_number(from)) {
    const std::string_view digits = digits_of(from);
    bytes.push_back(static_cast<std::uint8_t>(digits.size()));
    bytes.push_back(type_of(from));
    append_digits(bytes, digits);
    return true;
  }
  // Whoever begins with a plus meant a number.
  if (from.starts_with('+')) return false;
  const auto letters = to_gsm(from);
  if (!letters || letters->empty() || letters->size() > kMaxSmsLetters) return false;
  const Bytes packed = pack_septets(*letters);
  // Counted in digits that would take as much room.
  bytes.push_back(static_cast<std::uint8_t>((letters->size() * 7 + 3) / 4));
  bytes.push_back(kLetters);
  bytes.insert(bytes.end(), packed.begin(), packed.end());
  return true;
}

struct UserData {
  std::uint8_t coding = 0;
  std::uint8_t size = 0;
  Bytes bytes;
};

tl::expected<UserData, std::string> encode_text(const SmsText& sms) {
  const auto of_class = static_cast<std::uint8_t>(sms.message_class ? kHasClass | *sms.message_class : 0U);
  if (const auto septets = to_gsm(sms.text)) {
    if (septets->size() > kMaxSmsSeptets) {
      return tl::unexpected(
          fmt::format("the text is {} characters long, and one message takes {}", septets->size(), kMaxSmsSeptets));
    }
    return UserData{of_class, static_cast<std::uint8_t>(septets->size()), pack_septets(*septets)};
  }
  auto units = to_ucs2(sms.text);
  if (!units) return tl::unexpected(std::string("the text is no UTF-8"));
  if (units->size() / 2 > kMaxSmsUcs2) {
    return tl::unexpected(
        fmt::format("the text is {} characters long; it has some that the GSM alphabet lacks, and one message takes {} "
                    "of such text",
                    units->size() / 2, kMaxSmsUcs2));
  }
  const auto coding = static_cast<std::uint8_t>(of_class | kUcs2);
  const auto size = static_cast<std::uint8_t>(units->size());
  return UserData{coding, size, std::move(*units)};
}

/// Goes through the bytes of a PDU; once they are not enough, everything further is nothing.
class PduReader {
 public:
  explicit PduReader(ByteView bytes) : left_(bytes) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] ByteView rest() const { return left_; }
  std::uint8_t byte() {
    const ByteView one = take(1);
    return one.empty() ? std::uint8_t{0} : one[0];
  }
  ByteView take(std::size_t count) {
    if (count > left_.size()) {
      good_ = false;
      left_ = {};
      return {};
    }
    const ByteView taken = left_.first(count);
    left_ = left_.subspan(count);
    return taken;
  }

 private:
  ByteView left_;
  bool good_ = true;
};

std::string read_digits(ByteView bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789*#abc";
  std::string digits;
  for (std::size_t i = 0; i < count && i / 2 < bytes.size(); ++i) {
    const unsigned digit = i % 2 == 0 ? bytes[i / 2] & 0x0FU : static_cast<unsigned>(bytes[i / 2] >> 4U);
    if (digit < kDigits.size()) digits.push_back(kDigits[digit]);
  }
  return digits;
}

std::string read_number(std::uint8_t type, ByteView bytes, std::size_t digits) {
  if ((type & kNumberTypeMask) == (kLetters & kNumberTypeMask)) {
    return from_gsm(unpack_septets(bytes, digits * 4 / 7));
  }
  const std::string number = read_digits(bytes, digits);
  const bool international = (type & kNumberTypeMask) == (kInternational & kNumberTypeMask);
  return international && !number.empty() ? fmt::format("+{}", number) : number;
}

std::string read_smsc(PduReader& reader) {
  const std::size_t size = reader.byte();
  const ByteView bytes = reader.take(size);
  if (bytes.empty()) return {};
  const ByteView digits = bytes.subspan(1);
  return read_number(bytes[0], digits, digits.size() * 2);
}

enum class Alphabet : std::uint8_t { gsm, data, ucs2, compressed };

/// 3GPP TS 23.038, 4; reserved codings are to be taken for the GSM alphabet.
Alphabet alphabet_of(std::uint8_t coding) {
  if ((coding & 0x80U) == 0) {
    if ((coding & 0x20U) != 0) return Alphabet::compressed;
    if ((coding & 0x0CU) == 0x04U) return Alphabet::data;
    return (coding & 0x0CU) == 0x08U ? Alphabet::ucs2 : Alphabet::gsm;
  }
  if ((coding & 0xF0U) == 0xE0U) return Alphabet::ucs2;
  return (coding & 0xF4U) == 0xF4U ? Alphabet::data : Alphabet::gsm;
}

}  // namespace

std::string_view digits_of(std::string_view number) { return number.substr(number.starts_with('+') ? 1 : 0); }

bool is_phone_number(std::string_view text) {
  const std::string_view digits = digits_of(text);
  return !digits.empty() && digits.size() <= kMaxSmsDigits && ascii::are_digits(digits);
}

qmi::Bytes encode_smsc(std::string_view smsc) {
  if (smsc.empty()) return {0};
  Bytes bytes = {0, type_of(smsc)};
  append_digits(bytes, digits_of(smsc));
  bytes[0] = static_cast<std::uint8_t>(bytes.size() - 1);
  return bytes;
}

tl::expected<qmi::Bytes, std::string> encode_deliver(const SmsText& sms, std::string_view smsc,
                                                     std::chrono::sys_seconds sent) {
  auto data = encode_text(sms);
  if (!data) return tl::unexpected(data.error());
  Bytes pdu = encode_smsc(smsc);
  pdu.push_back(kDeliver | kNoMoreMessages);
  if (!append_sender(pdu, sms.from)) {
    return tl::unexpected(
        fmt::format("'{}' is no sender: that is at most {} digits, with or without a '+' before them, "
                    "or a name of at most {} characters of the GSM alphabet",
                    sms.from, kMaxSmsDigits, kMaxSmsLetters));
  }
  pdu.push_back(0);
  pdu.push_back(data->coding);
  append_time(pdu, sent);
  pdu.push_back(data->size);
  pdu.insert(pdu.end(), data->bytes.begin(), data->bytes.end());
  return pdu;
}

tl::expected<SmsPdu, SmsFault> read_sms(qmi::ByteView pdu) {
  if (pdu.size() > kMaxSmsPdu) return tl::unexpected(SmsFault::too_long);
  SmsPdu sms;
  PduReader reader(pdu);
  sms.smsc = read_smsc(reader);
  sms.tpdu.assign(reader.rest().begin(), reader.rest().end());

  const unsigned first = reader.byte();
  if (!reader.good()) return tl::unexpected(SmsFault::malformed);
  const unsigned type = first & kTypeMask;
  if (type != kDeliver && type != kSubmit) return tl::unexpected(SmsFault::not_deliver_or_submit);
  sms.is_submit = type == kSubmit;
  sms.has_header = (first & kHasHeader) != 0;
  if (sms.is_submit) reader.byte();  // the message's reference

  const std::size_t digits = reader.byte();
  const std::uint8_t number_type = reader.byte();
  if (digits > kMaxSmsDigits) return tl::unexpected(SmsFault::malformed);
  sms.number = read_number(number_type, reader.take((digits + 1) / 2), digits);
  sms.protocol = reader.byte();
  sms.coding = reader.byte();
  const unsigned validity = first & kValidityMask;
  const std::size_t validity_size = validity == 0 ? 0 : validity == kRelativeValidity ? 1 : 7;
  reader.take(sms.is_submit ? validity_size : 7);

  sms.user_data_size = reader.byte();
  const bool septets = alphabet_of(sms.coding) == Alphabet::gsm;
  const std::size_t size = septets ? (sms.user_data_size * std::size_t{7} + 7) / 8 : sms.user_data_size;
  const ByteView data = reader.take(size);
  if (!reader.good() || size > kMaxSmsUserData) return tl::unexpected(SmsFault::malformed);
  sms.user_data.assign(data.begin(), data.end());
  return sms;
}

std::optional<std::uint8_t> SmsPdu::message_class() const {
  const bool general = (coding & 0x80U) == 0 && (coding & kHasClass) != 0;
  if (!general && (coding & 0xF0U) != 0xF0U) return std::nullopt;
  return static_cast<std::uint8_t>(coding & 0x03U);
}

std::optional<std::string> SmsPdu::text() const {
  const std::size_t header = has_header && !user_data.empty() ? user_data[0] + std::size_t{1} : 0;
  if (header > user_data.size()) return std::nullopt;
  const ByteView body = ByteView(user_data).subspan(header);
  switch (alphabet_of(coding)) {
    case Alphabet::gsm: {
      // The text begins at the next septet after the header.
      const std::size_t skipped = (header * 8 + 6) / 7;
      if (skipped > user_data_size) return std::nullopt;
      const auto fill = static_cast<unsigned>(skipped * 7 - header * 8);
      return from_gsm(unpack_septets(body, user_data_size - skipped, fill));
    }
    case Alphabet::ucs2:
      return from_ucs2(body);
    case Alphabet::data:
    case Alphabet::compressed:
      break;
  }
  return std::nullopt;
}

qmi::Bytes deliver_of(const SmsPdu& submit, std::string_view from, std::string_view smsc,
                      std::chrono::sys_seconds sent) {
  Bytes pdu = encode_smsc(smsc);
  pdu.push_back(static_cast<std::uint8_t>(kDeliver | kNoMoreMessages | (submit.has_header ? kHasHeader : 0U)));
  append_sender(pdu, from);
  pdu.push_back(submit.protocol);
  pdu.push_back(submit.coding);
  append_time(pdu, sent);
  pdu.push_back(submit.user_data_size);
  pdu.insert(pdu.end(), submit.user_data.begin(), submit.user_data.end());
  return pdu;
}

}  // namespace modembench::modem
