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

/// How many messages the network keeps for a modem that can't take them now; further ones are lost.
inline constexpr std::size_t kMaxWaitingSms = 64;
/// How many messages wait to be sent; further ones are refused.
inline constexpr std::size_t kMaxPendingSends = 64;
/// How many messages handed over to a client wait for its acknowledgement; of more, the oldest are forgotten.
inline constexpr std::size_t kMaxUnacknowledged = 64;

/// Where an arriving message goes, by its class.
struct SmsRoute {
  qmi::wms::MessageClass message_class = qmi::wms::MessageClass::None;
  qmi::wms::StorageType storage = qmi::wms::StorageType::NV;
  qmi::wms::ReceiptAction action = qmi::wms::ReceiptAction::StoreAndNotify;
};

/// A request to send a message, while it isn't answered yet.
struct PendingSend {
  qmi::Header request;
  qmi::Bytes pdu;
  Instant due{};
  std::optional<qmi::wms::StorageType> storage{};  ///< the storage that holds the message; nothing: none
  std::uint32_t index = 0;
  bool asker_gone = false;  ///< the client id is released: the message is sent, and nobody is told
};

/// What the wireless messaging service remembers.
struct WmsState {
  explicit WmsState(const SmsSettings& settings);

  struct Client {
    bool wants_messages = false;  ///< by Set Event Report
  };
  PerClient<Client> clients;

  // Storages, routes and what stands on the SIM are kept over power cycles.
  SmsStorage uim;
  SmsStorage nv;
  std::array<SmsRoute, 5> routes;  ///< one for each class, and for none
  bool transfers_status_reports = false;
  std::string smsc;  ///< on the SIM
  qmi::wms::DomainPreference domain = qmi::wms::DomainPreference::CsPreferred;

  std::vector<PendingSend> sends;  ///< in the order they are due
  std::uint8_t last_reference = 0;
  std::deque<qmi::Bytes> waiting;            ///< messages that the network still has
  std::optional<Instant> deliver_at;         ///< when the network tries again; nothing until something changes
  bool told_full = false;                    ///< clients know that the message at the front found no room
  bool has_memory = true;                    ///< by Set Memory Status
  std::deque<std::uint32_t> unacknowledged;  ///< transaction ids
  std::uint32_t last_transaction = 0;

  [[nodiscard]] std::optional<Instant> next_deadline() const;
};

/// The handlers of the wireless messaging service, sorted by message.
[[nodiscard]] std::span<const Route> wms_routes();

/// Does what is due.
void advance_wms(Core& core);
/// Starts anew at power-on: what was on its way is gone.
void power_on_wms(Core& core);
/// Forgets a client. Messages that it has sent go out, and nobody is told.
void forget_wms_client(Core& core, std::uint8_t client);

}  // namespace modembench::modem
