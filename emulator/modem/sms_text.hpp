#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/qmi/bytes.hpp"

/// The two alphabets of SMS and USSD (3GPP TS 23.038), to and from UTF-8. The tables for single languages are left out.
namespace modembench::modem {

/// Text as septets of the GSM alphabet, one a byte; a character of the extension table is two septets. Nothing if
/// `utf8` has a character that neither table has, or is no UTF-8.
[[nodiscard]] std::optional<qmi::Bytes> to_gsm(std::string_view utf8);
/// The text of those septets. A code that the extension table doesn't have becomes a space, as the standard wants it.
[[nodiscard]] std::string from_gsm(qmi::ByteView septets);

/// Text as UTF-16 with the high byte first, which is what phones take UCS-2 to be. Nothing if `utf8` is no UTF-8.
[[nodiscard]] std::optional<qmi::Bytes> to_ucs2(std::string_view utf8);
/// The text of those bytes. An odd last byte, and halves of surrogate pairs, become U+FFFD.
[[nodiscard]] std::string from_ucs2(qmi::ByteView bytes);

/// Packs eight septets into seven bytes, the first one in the low bits. The `fill` bits before the first one stay 0.
[[nodiscard]] qmi::Bytes pack_septets(qmi::ByteView septets, unsigned fill = 0);
/// The first `count` septets, after `fill` bits; fewer where `bytes` ends.
[[nodiscard]] qmi::Bytes unpack_septets(qmi::ByteView bytes, std::size_t count, unsigned fill = 0);

}  // namespace modembench::modem
