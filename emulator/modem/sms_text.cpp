#include "emulator/modem/sms_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace modembench::modem {

namespace {

constexpr std::uint8_t kEscape = 0x1B;
constexpr char32_t kReplacement = 0xFFFD;

/// 3GPP TS 23.038, 6.2.1; the place of the escape is no character.
constexpr std::array<char32_t, 128> kAlphabet = {
    U'@', U'£', U'$', U'¥', U'è', U'é', U'ù', U'ì',  U'ò', U'Ç', U'\n', U'Ø',  U'ø', U'\r', U'Å', U'å',  //
    U'Δ', U'_', U'Φ', U'Γ', U'Λ', U'Ω', U'Π', U'Ψ',  U'Σ', U'Θ', U'Ξ',  U'\0', U'Æ', U'æ',  U'ß', U'É',  //
    U' ', U'!', U'"', U'#', U'¤', U'%', U'&', U'\'', U'(', U')', U'*',  U'+',  U',', U'-',  U'.', U'/',  //
    U'0', U'1', U'2', U'3', U'4', U'5', U'6', U'7',  U'8', U'9', U':',  U';',  U'<', U'=',  U'>', U'?',  //
    U'¡', U'A', U'B', U'C', U'D', U'E', U'F', U'G',  U'H', U'I', U'J',  U'K',  U'L', U'M',  U'N', U'O',  //
    U'P', U'Q', U'R', U'S', U'T', U'U', U'V', U'W',  U'X', U'Y', U'Z',  U'Ä',  U'Ö', U'Ñ',  U'Ü', U'§',  //
    U'¿', U'a', U'b', U'c', U'd', U'e', U'f', U'g',  U'h', U'i', U'j',  U'k',  U'l', U'm',  U'n', U'o',  //
    U'p', U'q', U'r', U's', U't', U'u', U'v', U'w',  U'x', U'y', U'z',  U'ä',  U'ö', U'ñ',  U'ü', U'à'};

/// 3GPP TS 23.038, 6.2.1.1: what stands after the escape.
constexpr std::array<std::pair<std::uint8_t, char32_t>, 10> kExtension = {{{0x0A, U'\f'},
                                                                           {0x14, U'^'},
                                                                           {0x28, U'{'},
                                                                           {0x29, U'}'},
                                                                           {0x2F, U'\\'},
                                                                           {0x3C, U'['},
                                                                           {0x3D, U'~'},
                                                                           {0x3E, U']'},
                                                                           {0x40, U'|'},
                                                                           {0x65, U'€'}}};

/// The characters of `utf8`; nothing if it isn't any.
std::optional<std::u32string> characters(std::string_view utf8) {
  std::u32string found;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[at]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0 || first > 0xF4 || utf8.size() - at < length) return std::nullopt;
    char32_t character = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(utf8[at + i]);
      if ((next & 0xC0U) != 0x80) return std::nullopt;
      character = character << 6U | (next & 0x3FU);
    }
    const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    if (overlong || character > 0x10FFFF || (character >= 0xD800 && character < 0xE000)) return std::nullopt;
    found.push_back(character);
    at += length;
  }
  return found;
}

void append(std::string& utf8, char32_t character) {
  const auto put = [&](unsigned byte) { utf8.push_back(static_cast<char>(byte)); };
  if (character < 0x80) return put(character);
  if (character < 0x800) {
    put(0xC0U | character >> 6U);
  } else if (character < 0x10000) {
    put(0xE0U | character >> 12U);
    put(0x80U | (character >> 6U & 0x3FU));
  } else {
    put(0xF0U | character >> 18U);
    put(0x80U | (character >> 12U & 0x3FU));
    put(0x80U | (character >> 6U & 0x3FU));
  }
  put(0x80U | (character & 0x3FU));
}

void append_ucs2(qmi::Bytes& bytes, char32_t unit) {
  bytes.push_back(static_cast<std::uint8_t>(unit >> 8U));
  bytes.push_back(static_cast<std::uint8_t>(unit));
}

}  // namespace

std::optional<qmi::Bytes> to_gsm(std::string_view utf8) {
  const auto text = characters(utf8);
  if (!text) return std::nullopt;
  qmi::Bytes septets;
  for (const char32_t character : *text) {
    const auto* const plain = std::find(kAlphabet.begin(), kAlphabet.end(), character);
    if (character != U'\0' && plain != kAlphabet.end()) {
      septets.push_back(static_cast<std::uint8_t>(plain - kAlphabet.begin()));
      continue;
    }
    const auto* const extended =
        std::find_if(kExtension.begin(), kExtension.end(), [&](const auto& e) { return e.second == character; });
    if (extended == kExtension.end()) return std::nullopt;
    septets.push_back(kEscape);
    septets.push_back(extended->first);
  }
  return septets;
}

std::string from_gsm(qmi::ByteView septets) {
  std::string utf8;
  for (std::size_t i = 0; i < septets.size(); ++i) {
    const std::uint8_t septet = septets[i] & 0x7FU;
    if (septet != kEscape) {
      append(utf8, kAlphabet[septet]);
      continue;
    }
    if (++i == septets.size()) break;
    const auto* const extended =
        std::find_if(kExtension.begin(), kExtension.end(), [&](const auto& e) { return e.first == septets[i]; });
    append(utf8, extended != kExtension.end() ? extended->second : U' ');
  }
  return utf8;
}

std::optional<qmi::Bytes> to_ucs2(std::string_view utf8) {
  const auto text = characters(utf8);
  if (!text) return std::nullopt;
  qmi::Bytes bytes;
  for (const char32_t character : *text) {
    if (character < 0x10000) {
      append_ucs2(bytes, character);
      continue;
    }
    append_ucs2(bytes, 0xD800U + ((character - 0x10000U) >> 10U));
    append_ucs2(bytes, 0xDC00U + ((character - 0x10000U) & 0x3FFU));
  }
  return bytes;
}

std::string from_ucs2(qmi::ByteView bytes) {
  std::string utf8;
  const auto unit = [&](std::size_t at) { return static_cast<char32_t>(bytes[at] << 8U | bytes[at + 1]); };
  std::size_t at = 0;
  for (; bytes.size() - at >= 2; at += 2) {
    const char32_t first = unit(at);
    if (first < 0xD800 || first >= 0xE000) {
      append(utf8, first);
      continue;
    }
    const char32_t second = bytes.size() - at >= 4 ? unit(at + 2) : 0;
    if (first >= 0xDC00 || second < 0xDC00 || second >= 0xE000) {
      append(utf8, kReplacement);
      continue;
    }
    append(utf8, 0x10000U + ((first - 0xD800U) << 10U) + (second - 0xDC00U));
    at += 2;
  }
  if (at < bytes.size()) append(utf8, kReplacement);
  return utf8;
}

qmi::Bytes pack_septets(qmi::ByteView septets, unsigned fill) {
  qmi::Bytes bytes((septets.size() * 7 + fill + 7) / 8, 0);
  std::size_t bit = fill;
  for (const std::uint8_t septet : septets) {
    const unsigned shifted = (septet & 0x7FU) << (bit % 8);
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] | shifted);
    if (shifted > 0xFF) bytes[bit / 8 + 1] = static_cast<std::uint8_t>(shifted >> 8U);
    bit += 7;
  }
  return bytes;
}

qmi::Bytes unpack_septets(qmi::ByteView bytes, std::size_t count, unsigned fill) {
  qmi::Bytes septets;
  for (std::size_t bit = fill; septets.size() < count && bit + 7 <= bytes.size() * 8; bit += 7) {
    unsigned value = bytes[bit / 8];
    if (bit / 8 + 1 < bytes.size()) value |= static_cast<unsigned>(bytes[bit / 8 + 1]) << 8U;
    septets.push_back(static_cast<std::uint8_t>(value >> (bit % 8) & 0x7FU));
  }
  return septets;
}

}  // namespace modembench::modem
