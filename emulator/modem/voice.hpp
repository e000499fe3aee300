#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::qmi::voice {
struct UssData;
}

namespace modembench::modem {

struct UssdReply;

/// The longest USSD text, in bytes (3GPP TS 23.038, 5: 182 characters of the GSM alphabet in 160 bytes).
inline constexpr std::size_t kMaxUssdText = 182;

/// The text in ASCII where that suffices, else in UCS-2. Nothing if `text` is longer than `kMaxUssdText` or no UTF-8.
[[nodiscard]] std::optional<qmi::voice::UssData> uss_data(const std::string& text);

/// A USSD session. The network has one at a time for a modem.
struct UssdSession {
  std::uint8_t client = 0;
  /// A reply of the settings: the one that comes next, or that was said and can be answered. Null: failure.
  const UssdReply* reply = nullptr;
  std::optional<Instant> due{};  ///< when the reply comes; nothing while the user is asked
  qmi::Header asked{};           ///< the request that the reply answers
};

/// What the voice service remembers: USSD alone, no calls.
struct VoiceState {
  struct Client {
    bool wants_ussd = false;
  };
  PerClient<Client> clients;
  std::optional<UssdSession> session;

  [[nodiscard]] std::optional<Instant> next_deadline() const { return session ? session->due : std::nullopt; }
};

/// The handlers of the voice service, sorted by message.
[[nodiscard]] std::span<const Route> voice_routes();

/// Does what is due.
void advance_voice(Core& core);
/// Forgets a client, and the session that it began.
void forget_voice_client(Core& core, std::uint8_t client);

}  // namespace modembench::modem
