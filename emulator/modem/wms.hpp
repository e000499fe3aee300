#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/modem/sms_store.hpp"
#include "emulator/qmi/enums/wms.hpp"

namespace modembench::modem {

struct SmsSettings;

/// How many messages the network keeps for a modem that can't take them now; more are lost.
inline constexpr std::size_t kMaxWaitingSms = 64;
/// How many messages wait to be sent; of more than that the next ones are refused.
inline constexpr std::size_t kMaxPendingSends = 64;
/// How many messages that were handed over to a client wait for its acknowledgement; the oldest are forgotten.
inline constexpr std::size_t kMaxUnacknowledged = 64;

/// Where a message that arrives goes, by its class.
struct SmsRoute {
  qmi::wms::MessageClass message_class = qmi::wms::MessageClass::None;
  qmi::wms::StorageType storage = qmi::wms::StorageType::NV;
  qmi::wms::ReceiptAction action = qmi::wms::ReceiptAction::StoreAndNotify;
};

/// A request to send a message that isn't answered yet.
struct PendingSend {
  qmi::Header request;
  qmi::Bytes pdu;
  Instant due{};
  std::optional<qmi::wms::StorageType> storage{};  ///< where it is stored, if it is
  std::uint32_t index = 0;
  bool asker_gone = false;  ///< its client id is released: sent, and nobody is told
};

/// What the wireless messaging service remembers.
struct WmsState {
  explicit WmsState(const SmsSettings& settings);

  struct Client {
    bool wants_messages = false;  ///< by Set Event Report
  };
  PerClient<Client> clients;

  // Kept over power cycles.
  SmsStorage uim;
  SmsStorage nv;
  std::array<SmsRoute, 5> routes;  ///< one for each class, and for none
  bool transfers_status_reports = false;
  std::string smsc;  ///< on the SIM
  qmi::wms::DomainPreference domain = qmi::wms::DomainPreference::CsPreferred;

  std::vector<PendingSend> sends;  ///< in the order they are due
  std::uint8_t last_reference = 0;
  std::deque<qmi::Bytes> waiting;            ///< with the network
  std::optional<Instant> deliver_at;         ///< when the network tries again; nothing until something has changed
  bool told_full = false;                    ///< of the message that waits at the front
  bool has_memory = true;                    ///< by Set Memory Status
  std::deque<std::uint32_t> unacknowledged;  ///< transaction ids
  std::uint32_t last_transaction = 0;

  [[nodiscard]] std::optional<Instant> next_deadline() const;
};

/// The wireless messaging service. Sorted by message.
[[nodiscard]] std::span<const Route> wms_routes();

/// Does what is due.
void advance_wms(Core& core);
/// Power comes on: what was on its way is gone.
void power_on_wms(Core& core);
/// A client is gone. What it has sent is sent, and nobody is told.
void forget_wms_client(Core& core, std::uint8_t client);

}  // namespace modembench::modem
