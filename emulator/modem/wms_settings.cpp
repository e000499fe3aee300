#include "emulator/modem/wms_settings.hpp"

#include <optional>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/wms_deliver.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;
using qmi::ErrorCode;

/// Nothing for a route that can't be.
std::optional<SmsRoute> read_route(const qmi::Value& value) {
  const std::uint64_t message_class = number(&value, "message class");
  const std::uint64_t storage = number(&value, "storage");
  const std::uint64_t action = number(&value, "receipt action");
  if (number(&value, "message type") != static_cast<std::uint64_t>(wms::MessageType::PointToPoint) ||
      message_class > static_cast<std::uint64_t>(wms::MessageClass::None) ||
      action > static_cast<std::uint64_t>(wms::ReceiptAction::TransferAndAck)) {
    return std::nullopt;
  }
  const auto type = static_cast<wms::StorageType>(storage);
  const bool stored = type == wms::StorageType::UIM || type == wms::StorageType::NV;
  const bool stores = action == static_cast<std::uint64_t>(wms::ReceiptAction::StoreAndNotify);
  // ofono gives none for what isn't stored.
  if (!stored && (stores || type != wms::StorageType::None)) return std::nullopt;
  return SmsRoute{static_cast<wms::MessageClass>(message_class), type, static_cast<wms::ReceiptAction>(action)};
}

}  // namespace

// Guessed: classes that aren't named keep their routes. ModemManager names 0 and 1 only, ofono none but "none".
void wms_set_routes(Core& core, const qmi::Message& request) {
  namespace tlv = wms::set_routes::request;
  auto routes = core.wms.routes;
  for (const qmi::Value& value : request.find(tlv::route_list)->list()) {
    const auto route = read_route(value);
    if (!route) return core.refuse(request, ErrorCode::InvalidArgument);
    routes[static_cast<std::size_t>(route->message_class)] = *route;
  }
  core.wms.routes = routes;
  core.wms.transfers_status_reports = number(request.find(tlv::transfer_status_report)) != 0;
  core.succeed(request);
  retry_waiting_sms(core);
}

void wms_get_routes(Core& core, const qmi::Message& request) {
  namespace tlv = wms::get_routes::response;
  qmi::List list;
  for (const SmsRoute& route : core.wms.routes) {
    list.emplace_back(qmi::Struct{{"message type", wms::MessageType::PointToPoint},
                                  {"message class", route.message_class},
                                  {"storage", route.storage},
                                  {"receipt action", route.action}});
  }
  qmi::Message response = qmi::response_to(request.header);
  response.set(tlv::route_list, std::move(list));
  if (core.wms.transfers_status_reports) response.set(tlv::transfer_status_report, wms::TransferIndication::Client);
  core.send(std::move(response));
}

void wms_get_smsc(Core& core, const qmi::Message& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  const std::string& smsc = core.wms.smsc;
  if (smsc.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  // Type of address (3GPP TS 23.040, 9.1.2.5) in decimal: international, or unknown.
  const char* type = smsc.starts_with('+') ? "145" : "129";
  core.send(qmi::response_to(request.header)
                .set(wms::get_smsc::response::address, qmi::Struct{{"type", type}, {"digits", smsc}}));
}

void wms_set_smsc(Core& core, const qmi::Message& request) {
  namespace tlv = wms::set_smsc::request;
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  std::string smsc = text(request.find(tlv::address));
  // Guessed: the type makes a number international that doesn't say so itself.
  if (!smsc.starts_with('+') && text(request.find(tlv::type)) == "145") smsc.insert(0, 1, '+');
  if (!is_phone_number(smsc)) return core.refuse(request, ErrorCode::WmsSmscAddress);
  core.wms.smsc = std::move(smsc);
  core.succeed(request);
}

void wms_set_memory_status(Core& core, const qmi::Message& request) {
  core.wms.has_memory = number(request.find(wms::set_memory_status::request::status)) != 0;
  core.succeed(request);
  if (core.wms.has_memory) retry_waiting_sms(core);
}

void wms_get_domain_preference(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(wms::get_domain_preference::response::preference, core.wms.domain));
}

void wms_set_domain_preference(Core& core, const qmi::Message& request) {
  const std::uint64_t wanted = number(request.find(wms::set_domain_preference::request::preference));
  if (wanted > static_cast<std::uint64_t>(wms::DomainPreference::PsOnly)) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  core.wms.domain = static_cast<wms::DomainPreference>(wanted);
  core.succeed(request);
}

}  // namespace modembench::modem
