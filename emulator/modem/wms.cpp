#include "emulator/modem/wms.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "emulator/modem/core.hpp"
#include "emulator/modem/stored_value.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/modem/wms_messages.hpp"
#include "emulator/modem/wms_send.hpp"
#include "emulator/modem/wms_settings.hpp"
#include "emulator/qmi/messages/wms.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;

void reset(Core& core, const Asked<wms::reset::Request>& request) {
  core.wms.clients.forget(request.header.client);
  core.succeed(request);
}

void set_event_report(Core& core, const Asked<wms::set_event_report::Request>& request) {
  const auto& wanted = request->new_mt_message_indicator;
  if (!wanted) return core.refuse(request, qmi::ErrorCode::MissingArgument);
  core.wms.clients[request.header.client].wants_messages = wanted->report != 0;
  core.succeed(request);
  retry_waiting_sms(core);
}

constexpr std::tuple kStored = {
    messages(stored(&wms::set_domain_preference::Request::preference, &wms::get_domain_preference::Response::preference,
                    &WmsState::domain, at_most(wms::DomainPreference::PsOnly))),
};

constexpr std::array kHandlers = {
    route<reset>,
    route<set_event_report>,
    route<wms_raw_send>,
    route<wms_raw_write>,
    route<wms_raw_read>,
    route<wms_modify_tag>,
    route<wms_delete>,
    route<wms_list_messages>,
    route<wms_set_routes>,
    route<wms_get_routes>,
    route<wms_get_smsc>,
    route<wms_set_smsc>,
    route<wms_get_store_max_size>,
    route<wms_send_ack>,
    route<wms_set_memory_status>,
    route<wms_send_from_memory_storage>,
};
constexpr auto kRoutes = sorted(kHandlers, stored_routes<kStored, &Core::wms>);

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

void power_on_wms(Core& core) {
  core.wms.sends.clear();
  core.wms.deliver_at.reset();
  core.wms.has_memory = true;
  core.wms.unacknowledged.clear();
}

void forget_wms_client(Core& core, std::uint8_t client) {
  core.wms.clients.forget(client);
  for (PendingSend& send : core.wms.sends) {
    if (send.request.client == client) send.asker_gone = true;
  }
}

}  // namespace modembench::modem
