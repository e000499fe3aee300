#include "emulator/modem/wms_send.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/modem/wms_messages.hpp"
#include "emulator/qmi/messages/wms.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;
using qmi::ErrorCode;

/// RP-Cause 38, network out of order, and no TP cause (3GPP TS 24.011, 8.2.5.4). libqmi has another number for it.
constexpr wms::GsmUmtsRpCause kNetworkOutOfOrder{38};

ErrorCode fault_of(SmsFault fault) {
  switch (fault) {
    case SmsFault::too_long:
      return ErrorCode::ArgumentTooLong;
    case SmsFault::malformed:
      return ErrorCode::WmsEncoding;
    case SmsFault::not_deliver_or_submit:
      break;
  }
  return ErrorCode::WmsTPduType;
}

/// Why this can't be sent; None for what can. Which error for what is guessed from the names of the errors.
ErrorCode check(const Core& core, const qmi::Bytes& pdu) {
  const auto sms = read_sms(pdu);
  if (!sms) return fault_of(sms.error());
  if (!sms->is_submit) return ErrorCode::WmsTPduType;
  if (sms->number.empty()) return ErrorCode::WmsEncoding;
  if (!core.radio.registered()) return ErrorCode::NetworkNotReady;
  if (sms->smsc.empty() && core.wms.smsc.empty()) return ErrorCode::WmsSmscAddress;
  return core.wms.sends.size() >= kMaxPendingSends ? ErrorCode::InsufficientResources : ErrorCode::None;
}

/// Guessed: one after the other, as a radio has to.
void send_later(Core& core, PendingSend send) {
  const auto& sends = core.wms.sends;
  const Instant start = sends.empty() ? core.now() : std::max(core.now(), sends.back().due);
  send.due = later(start, core.settings.sms.send_after);
  core.wms.sends.push_back(std::move(send));
}

/// What the modem sends to itself comes back.
void loop_back(Core& core, const qmi::Bytes& pdu) {
  const SmsSettings& settings = core.settings.sms;
  const auto sms = read_sms(pdu);
  if (!sms || settings.own_number.empty() || digits_of(sms->number) != digits_of(settings.own_number)) return;
  const std::string& smsc = sms->smsc.empty() ? core.wms.smsc : sms->smsc;
  queue_sms(core, deliver_of(*sms, settings.own_number, smsc, network_time(core)));
  retry_waiting_sms(core);
}

void answer(Core& core, const PendingSend& send) {
  const bool from_storage = send.storage.has_value();
  if (!core.radio.registered()) {
    const wms::GsmWcdmaCause cause{kNetworkOutOfOrder, wms::GsmUmtsTpCause{}};
    using RawSend = wms::raw_send::Response;
    using FromStorage = wms::send_from_memory_storage::Response;
    if (send.asker_gone) return;
    constexpr auto kError = ErrorCode::WmsCauseCode;
    return core.send(from_storage ? qmi::respond(send.request, FromStorage{.gsm_wcdma_cause_info = cause}, kError)
                                  : qmi::respond(send.request, RawSend{.gsm_wcdma_cause_info = cause}, kError));
  }
  // Guessed: counted as TP-MR is, in 8 bits.
  const std::uint16_t reference = ++core.wms.last_reference;
  if (!send.asker_gone) {
    using RawSend = wms::raw_send::Response;
    using FromStorage = wms::send_from_memory_storage::Response;
    core.send(from_storage ? qmi::respond(send.request, FromStorage{.message_id = reference})
                           : qmi::respond(send.request, RawSend{.message_id = reference}));
  }
  if (from_storage) {
    StoredSms* stored = storage_of(core, *send.storage).find(send.index);
    if (stored != nullptr && stored->pdu == send.pdu) stored->tag = wms::MessageTagType::MoSent;
  }
  loop_back(core, send.pdu);
}

}  // namespace

void wms_raw_send(Core& core, const Asked<wms::raw_send::Request>& request) {
  const auto& [format, pdu] = request->raw_message_data;
  if (format != wms::MessageFormat::GsmWcdmaPointToPoint) return core.refuse(request, ErrorCode::InvalidArgument);
  const ErrorCode error = check(core, pdu);
  if (error != ErrorCode::None) return core.refuse(request, error);
  send_later(core, {request.header, pdu});
}

void wms_send_from_memory_storage(Core& core, const Asked<wms::send_from_memory_storage::Request>& request) {
  const auto& [storage, index, mode] = request->information;
  ErrorCode error = check_mode(mode);
  if (error == ErrorCode::None) error = check_storage(core, storage);
  if (error == ErrorCode::None) error = check_index(core, {storage, index});
  if (error != ErrorCode::None) return core.refuse(request, error);

  const qmi::Bytes pdu = storage_of(core, storage).find(index)->pdu;
  error = check(core, pdu);
  if (error != ErrorCode::None) return core.refuse(request, error);
  send_later(core, {request.header, pdu, {}, storage, index});
}

void answer_sends(Core& core) {
  auto& sends = core.wms.sends;
  while (!sends.empty() && sends.front().due <= core.now()) {
    const PendingSend send = std::move(sends.front());
    sends.erase(sends.begin());
    answer(core, send);
  }
}

}  // namespace modembench::modem
