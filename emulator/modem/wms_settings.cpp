#include "emulator/modem/wms_settings.hpp"

#include <optional>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/qmi/messages/wms.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;
using qmi::ErrorCode;

/// Nothing for a route that can't be.
std::optional<SmsRoute> read_route(const wms::Route& asked) {
  const auto& [message_type, message_class, storage, action] = asked;
  if (message_type != wms::MessageType::PointToPoint || message_class > wms::MessageClass::None ||
      action > wms::ReceiptAction::TransferAndAck) {
    return std::nullopt;
  }
  const bool stored = storage == wms::StorageType::UIM || storage == wms::StorageType::NV;
  const bool stores = action == wms::ReceiptAction::StoreAndNotify;
  // ofono gives none for what isn't stored.
  if (!stored && (stores || storage != wms::StorageType::None)) return std::nullopt;
  return SmsRoute{message_class, storage, action};
}

}  // namespace

// Guessed: classes that aren't named keep their routes. ModemManager names 0 and 1 only, ofono none but "none".
void wms_set_routes(Core& core, const Asked<wms::set_routes::Request>& request) {
  auto routes = core.wms.routes;
  for (const wms::Route& asked : request->route_list) {
    const auto route = read_route(asked);
    if (!route) return core.refuse(request, ErrorCode::InvalidArgument);
    routes[static_cast<std::size_t>(route->message_class)] = *route;
  }
  core.wms.routes = routes;
  core.wms.transfers_status_reports =
      request->transfer_status_report.value_or(wms::TransferIndication{}) != wms::TransferIndication{};
  core.succeed(request);
  retry_waiting_sms(core);
}

void wms_get_routes(Core& core, const Asked<wms::get_routes::Request>& request) {
  wms::get_routes::Response response;
  for (const SmsRoute& route : core.wms.routes) {
    response.route_list.push_back({wms::MessageType::PointToPoint, route.message_class, route.storage, route.action});
  }
  if (core.wms.transfers_status_reports) response.transfer_status_report = wms::TransferIndication::Client;
  core.respond(request, response);
}

void wms_get_smsc(Core& core, const Asked<wms::get_smsc::Request>& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  const std::string& smsc = core.wms.smsc;
  if (smsc.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  // Type of address (3GPP TS 23.040, 9.1.2.5) in decimal: international, or unknown.
  const char* type = smsc.starts_with('+') ? "145" : "129";
  core.respond(request, wms::get_smsc::Response{.address = {type, smsc}});
}

void wms_set_smsc(Core& core, const Asked<wms::set_smsc::Request>& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  std::string smsc = request->address;
  // Guessed: the type makes a number international that doesn't say so itself.
  if (!smsc.starts_with('+') && request->type == "145") smsc.insert(0, 1, '+');
  if (!is_phone_number(smsc)) return core.refuse(request, ErrorCode::WmsSmscAddress);
  core.wms.smsc = std::move(smsc);
  core.succeed(request);
}

void wms_set_memory_status(Core& core, const Asked<wms::set_memory_status::Request>& request) {
  core.wms.has_memory = request->status != 0;
  core.succeed(request);
  if (core.wms.has_memory) retry_waiting_sms(core);
}

}  // namespace modembench::modem
