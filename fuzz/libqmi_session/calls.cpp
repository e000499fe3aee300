#include "fuzz/libqmi_session/calls.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

namespace modembench::fuzz {
namespace {

template <class T>
struct Sender;
template <class Client, class Input>
struct Sender<void (*)(Client*, Input, guint, GCancellable*, GAsyncReadyCallback, gpointer)> {
  using ClientType = Client;
};

template <class Client, auto Finish, auto GetResult, auto Unref>
void take(GObject* source, GAsyncResult* result, gpointer data) {
  const std::unique_ptr<Done> tell(static_cast<Done*>(data));
  GError* error = nullptr;
  // All TLVs of the answer are read here, each by its type.
  auto* output = Finish(reinterpret_cast<Client*>(source), result, &error);
  if (output != nullptr) {
    GetResult(output, &error);
    Unref(output);
  }
  (*tell)(error == nullptr ? std::string() : in_words(error));
}

template <auto Send, auto Finish, auto GetResult, auto Unref>
void start(QmiClient* client, GCancellable* cancellable, Done done) {
  using Client = typename Sender<decltype(Send)>::ClientType;
  Send(reinterpret_cast<Client*>(client), nullptr, kSeconds, cancellable, &take<Client, Finish, GetResult, Unref>,
       new Done(std::move(done)));
}

/// The one that has to say what it wants to know: all of it.
void start_current_settings(QmiClient* client, GCancellable* cancellable, Done done) {
  auto* input = qmi_message_wds_get_current_settings_input_new();
  constexpr auto kAll = static_cast<QmiWdsRequestedSettings>(0xFFFF);
  qmi_message_wds_get_current_settings_input_set_requested_settings(input, kAll, nullptr);
  qmi_client_wds_get_current_settings(reinterpret_cast<QmiClientWds*>(client), input, kSeconds, cancellable,
                                      &take<QmiClientWds, &qmi_client_wds_get_current_settings_finish,
                                            &qmi_message_wds_get_current_settings_output_get_result,
                                            &qmi_message_wds_get_current_settings_output_unref>,
                                      new Done(std::move(done)));
  qmi_message_wds_get_current_settings_input_unref(input);
}

#define MODEMBENCH_CALL(printed, SERVICE, service_and_name)                                                         \
  Call {                                                                                                            \
    printed, QMI_SERVICE_##SERVICE,                                                                                 \
        &start<&qmi_client_##service_and_name, &qmi_client_##service_and_name##_finish,                             \
               &qmi_message_##service_and_name##_output_get_result, &qmi_message_##service_and_name##_output_unref> \
  }

// Names of types follow from those of calls in libqmi, but for functions: so a macro and no table.
const std::array kCalls = {
    MODEMBENCH_CALL("dms-get-ids", DMS, dms_get_ids),
    MODEMBENCH_CALL("dms-get-capabilities", DMS, dms_get_capabilities),
    MODEMBENCH_CALL("dms-get-manufacturer", DMS, dms_get_manufacturer),
    MODEMBENCH_CALL("dms-get-model", DMS, dms_get_model),
    MODEMBENCH_CALL("dms-get-revision", DMS, dms_get_revision),
    MODEMBENCH_CALL("dms-get-msisdn", DMS, dms_get_msisdn),
    MODEMBENCH_CALL("dms-get-power-state", DMS, dms_get_power_state),
    MODEMBENCH_CALL("dms-uim-get-pin-status", DMS, dms_uim_get_pin_status),
    MODEMBENCH_CALL("dms-get-operating-mode", DMS, dms_get_operating_mode),
    MODEMBENCH_CALL("dms-get-time", DMS, dms_get_time),
    MODEMBENCH_CALL("dms-uim-get-iccid", DMS, dms_uim_get_iccid),
    MODEMBENCH_CALL("dms-uim-get-imsi", DMS, dms_uim_get_imsi),
    MODEMBENCH_CALL("dms-list-stored-images", DMS, dms_list_stored_images),
    MODEMBENCH_CALL("dms-get-band-capabilities", DMS, dms_get_band_capabilities),
    MODEMBENCH_CALL("dms-get-activation-state", DMS, dms_get_activation_state),
    MODEMBENCH_CALL("dms-get-user-lock-state", DMS, dms_get_user_lock_state),
    MODEMBENCH_CALL("dms-get-hardware-revision", DMS, dms_get_hardware_revision),
    MODEMBENCH_CALL("nas-get-signal-strength", NAS, nas_get_signal_strength),
    MODEMBENCH_CALL("nas-get-serving-system", NAS, nas_get_serving_system),
    MODEMBENCH_CALL("nas-get-home-network", NAS, nas_get_home_network),
    MODEMBENCH_CALL("nas-get-preferred-networks", NAS, nas_get_preferred_networks),
    MODEMBENCH_CALL("nas-get-rf-band-information", NAS, nas_get_rf_band_information),
    MODEMBENCH_CALL("nas-get-technology-preference", NAS, nas_get_technology_preference),
    MODEMBENCH_CALL("nas-get-system-selection-preference", NAS, nas_get_system_selection_preference),
    MODEMBENCH_CALL("nas-network-scan", NAS, nas_network_scan),
    MODEMBENCH_CALL("wds-get-packet-service-status", WDS, wds_get_packet_service_status),
    MODEMBENCH_CALL("wds-get-channel-rates", WDS, wds_get_channel_rates),
    Call{"wds-get-current-settings", QMI_SERVICE_WDS, &start_current_settings},
    MODEMBENCH_CALL("wds-get-autoconnect-settings", WDS, wds_get_autoconnect_settings),
    MODEMBENCH_CALL("wms-get-routes", WMS, wms_get_routes),
    MODEMBENCH_CALL("pds-get-gps-service-state", PDS, pds_get_gps_service_state),
    MODEMBENCH_CALL("pds-get-default-tracking-session", PDS, pds_get_default_tracking_session),
};

}  // namespace

std::span<const Call> calls() { return kCalls; }

std::string in_words(GError* error) {
  auto text = fmt::format("{} {}", g_quark_to_string(error->domain), error->code);
  g_error_free(error);
  return text;
}

}  // namespace modembench::fuzz
