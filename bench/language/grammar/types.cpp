#include "bench/language/grammar/types.hpp"

#include "bench/language/name_reader.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench::grammar {

namespace nas = qmi::nas;

const qmi::TypeSpec& offline_reason_type() { return response_type("DMS Get Operating Mode", "offline reason"); }
const qmi::TypeSpec& power_state_type() { return response_type("DMS Get Power State", "info", "power state flags"); }
const qmi::TypeSpec& time_source_type() { return response_type("DMS Get Time", "device time", "time source"); }
const qmi::TypeSpec& activation_state_type() { return response_type("DMS Get Activation State", "info"); }

const qmi::TypeSpec& reject_cause_type() {
  const auto& report = qmi::find_message(nas::service, nas::set_event_report::id)->indication;
  const auto* tlv = qmi::find_tlv(report, nas::set_event_report::indication::registration_reject_reason);
  return *tlv->type->members.back().type;
}

const qmi::TypeSpec& active_band_type() {
  return *response_type("NAS Get RF Band Information", "list").element->members[1].type;
}

const qmi::TypeSpec& radio_interfaces_type() {
  return response_type("NAS Get Serving System", "serving system", "radio interfaces");
}
const qmi::TypeSpec& data_capabilities_type() {
  return response_type("NAS Get Serving System", "data service capability");
}
const qmi::TypeSpec& session_failed_reason_type() {
  return response_type("OMA Get Session Info", "session failed reason");
}

}  // namespace modembench::bench::grammar
