#include "emulator/modem/wms_deliver.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/wms_messages.hpp"
#include "emulator/qmi/messages/wms.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;
using qmi::ErrorCode;
using Arrival = wms::set_event_report::Indication;

template <class Indication>
void report(Core& core, const Indication& indication) {
  core.indicate_all(core.wms.clients, &WmsState::Client::wants_messages, indication);
}

bool anybody_listens(const Core& core) {
  const auto clients = core.client_ids.clients_of(wms::service);
  return std::any_of(clients.begin(), clients.end(),
                     [&](std::uint8_t client) { return core.wms.clients[client].wants_messages; });
}

const SmsRoute& route_of(const WmsState& state, const tl::expected<SmsPdu, SmsFault>& sms) {
  const auto message_class = sms ? sms->message_class() : std::nullopt;
  return state.routes[message_class.value_or(static_cast<std::uint8_t>(wms::MessageClass::None))];
}

/// Guessed: a full storage is told to those who are told of messages.
void report_full(Core& core, wms::StorageType storage) {
  if (std::exchange(core.wms.told_full, true)) return;
  using Indication = wms::memory_full::Indication;
  report(core, Indication{.info = Indication::Info{storage, wms::MessageMode::GsmWcdma}});
}

bool store_and_notify(Core& core, wms::StorageType storage, const qmi::Bytes& pdu) {
  const auto index =
      core.wms.has_memory ? storage_of(core, storage).add({pdu, wms::MessageTagType::MtNotRead}) : std::nullopt;
  if (!index) {
    report_full(core, storage);
    return false;
  }
  report(core, Arrival{.mt_message = wms::MemoryLocation{storage, *index}, .message_mode = wms::MessageMode::GsmWcdma});
  return true;
}

/// The TPDU alone, without the service centre: so ModemManager and ofono read it.
bool transfer(Core& core, bool client_acknowledges, const qmi::Bytes& tpdu) {
  if (!anybody_listens(core)) return false;
  const std::uint32_t transaction = ++core.wms.last_transaction;
  if (client_acknowledges) {
    if (core.wms.unacknowledged.size() == kMaxUnacknowledged) core.wms.unacknowledged.pop_front();
    core.wms.unacknowledged.push_back(transaction);
  }
  const auto acknowledge = client_acknowledges ? wms::AckIndicator::Send : wms::AckIndicator::DoNotSend;
  report(core, Arrival{
                   .transfer_route_mt_message =
                       Arrival::TransferRouteMtMessage{acknowledge, transaction,
                                                       wms::MessageFormat::GsmWcdmaPointToPoint, tpdu},
                   .message_mode = wms::MessageMode::GsmWcdma,
               });
  return true;
}

/// A PDU without its service centre, as far as that can be told of one that is broken.
qmi::Bytes tpdu_of(const qmi::Bytes& pdu) {
  const std::size_t smsc = pdu.empty() ? 0 : std::min<std::size_t>(pdu[0] + std::size_t{1}, pdu.size());
  return {pdu.begin() + static_cast<std::ptrdiff_t>(smsc), pdu.end()};
}

/// False if the network has to keep it.
bool deliver(Core& core, const qmi::Bytes& pdu) {
  const SmsRoute& route = route_of(core.wms, read_sms(pdu));
  switch (route.action) {
    case wms::ReceiptAction::Discard:
    case wms::ReceiptAction::Unknown:
      return true;
    case wms::ReceiptAction::StoreAndNotify:
      return store_and_notify(core, route.storage, pdu);
    case wms::ReceiptAction::TransferOnly:
    case wms::ReceiptAction::TransferAndAck:
      return transfer(core, route.action == wms::ReceiptAction::TransferOnly, tpdu_of(pdu));
  }
  return true;
}

}  // namespace

std::chrono::sys_seconds network_time(const Core& core) {
  return core.settings.sms.clock + std::chrono::floor<std::chrono::seconds>(core.now().time_since_epoch());
}

bool queue_sms(Core& core, qmi::Bytes pdu) {
  if (core.wms.waiting.size() >= kMaxWaitingSms) return false;
  core.wms.waiting.push_back(std::move(pdu));
  return true;
}

void retry_waiting_sms(Core& core) {
  if (!core.wms.waiting.empty()) core.wms.deliver_at = core.now();
}

void deliver_waiting_sms(Core& core) {
  core.wms.deliver_at.reset();
  while (!core.wms.waiting.empty() && core.radio.registered() && deliver(core, core.wms.waiting.front())) {
    core.wms.waiting.pop_front();
    core.wms.told_full = false;
  }
}

// Guessed: an acknowledgement that nobody waits for is 22; one that says no leaves the message undelivered, and
// this network doesn't try again.
void wms_send_ack(Core& core, const Asked<wms::send_ack::Request>& request) {
  const std::uint32_t transaction = request->information.transaction_id;
  auto& waiting = core.wms.unacknowledged;
  const auto found = std::find(waiting.begin(), waiting.end(), transaction);
  if (found == waiting.end()) return core.refuse(request, ErrorCode::InvalidTransactionId);
  waiting.erase(found);
  core.succeed(request);
}

}  // namespace modembench::modem
