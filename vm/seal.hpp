#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nettle/hmac.h>

/// The seal by which an answer of the guest's agent is told from whatever another program in the guest may say. Both
/// sides, bench and guest, use this.
namespace modembench::vm {

inline constexpr std::size_t kKeySize = 32;  ///< bytes of a run's key

/// HMAC-SHA-256 (RFC 2104) of `bytes` with `key`, in 64 hexadecimal digits.
[[nodiscard]] inline std::string seal(std::string_view key, std::string_view bytes) {
  const auto octets = [](std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); };
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key.size(), octets(key));
  hmac_sha256_update(&context, bytes.size(), octets(bytes));
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  hmac_sha256_digest(&context, digest.size(), digest.data());
  std::string text;
  for (const auto byte : digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

}  // namespace modembench::vm
