#include "emulator/modem/wms.hpp"

#include <algorithm>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/modem/wms_messages.hpp"
#include "emulator/modem/wms_send.hpp"
#include "emulator/modem/wms_settings.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;

void reset(Core& core, const qmi::Message& request) {
  core.wms.clients[request.header.client] = {};
  core.succeed(request);
}

void set_event_report(Core& core, const qmi::Message& request) {
  const qmi::Value* wanted = request.find(wms::set_event_report::request::new_mt_message_indicator);
  if (wanted == nullptr) return core.refuse(request, qmi::ErrorCode::MissingArgument);
  core.wms.clients[request.header.client].wants_messages = number(wanted, "report") != 0;
  core.succeed(request);
  retry_waiting_sms(core);
}

constexpr std::array kRoutes = {
    Route{wms::reset::id, reset},
    Route{wms::set_event_report::id, set_event_report},
    Route{wms::raw_send::id, wms_raw_send},
    Route{wms::raw_write::id, wms_raw_write},
    Route{wms::raw_read::id, wms_raw_read},
    Route{wms::modify_tag::id, wms_modify_tag},
    Route{wms::delete_::id, wms_delete},
    Route{wms::list_messages::id, wms_list_messages},
    Route{wms::set_routes::id, wms_set_routes},
    Route{wms::get_routes::id, wms_get_routes},
    Route{wms::get_smsc::id, wms_get_smsc},
    Route{wms::set_smsc::id, wms_set_smsc},
    Route{wms::get_store_max_size::id, wms_get_store_max_size},
    Route{wms::send_ack::id, wms_send_ack},
    Route{wms::set_memory_status::id, wms_set_memory_status},
    Route{wms::get_domain_preference::id, wms_get_domain_preference},
    Route{wms::set_domain_preference::id, wms_set_domain_preference},
    Route{wms::send_from_memory_storage::id, wms_send_from_memory_storage},
};

}  // namespace

// Guessed: everything is stored in the modem, as the one public listing of a Gobi 3000 has it ("default me").
WmsState::WmsState(const SmsSettings& settings)
    : uim(settings.sim_size), nv(settings.modem_size), routes(), smsc(settings.smsc) {
  for (std::size_t i = 0; i < routes.size(); ++i) routes[i].message_class = static_cast<wms::MessageClass>(i);
  for (const InitialSms& sms : settings.messages) {
    SmsStorage& storage = sms.storage == wms::StorageType::UIM ? uim : nv;
    static_cast<void>(storage.add({sms.pdu, sms.tag}));
  }
}

std::optional<Instant> WmsState::next_deadline() const {
  return sends.empty() ? deliver_at : earlier(deliver_at, sends.front().due);
}

std::span<const Route> wms_routes() { return kRoutes; }

void advance_wms(Core& core) {
  answer_sends(core);
  if (core.wms.deliver_at && *core.wms.deliver_at <= core.now()) deliver_waiting_sms(core);
}

void power_cycle_wms(Core& core) {
  core.wms.sends.clear();
  core.wms.deliver_at.reset();
  core.wms.has_memory = true;
  core.wms.unacknowledged.clear();
}

void forget_wms_client(Core& core, std::uint8_t client) {
  core.wms.clients[client] = {};
  for (PendingSend& send : core.wms.sends) {
    if (send.request.client == client) send.asker_gone = true;
  }
}

}  // namespace modembench::modem
