#pragma once

#include "emulator/qmi/spec.hpp"

/// Types of the QMI schema whose names are values of settings: enumerations, and lists of their values.
namespace modembench::bench::grammar {

[[nodiscard]] const qmi::TypeSpec& offline_reason_type();
[[nodiscard]] const qmi::TypeSpec& power_state_type();
[[nodiscard]] const qmi::TypeSpec& time_source_type();
[[nodiscard]] const qmi::TypeSpec& activation_state_type();
[[nodiscard]] const qmi::TypeSpec& reject_cause_type();
[[nodiscard]] const qmi::TypeSpec& active_band_type();
[[nodiscard]] const qmi::TypeSpec& radio_interfaces_type();
[[nodiscard]] const qmi::TypeSpec& data_capabilities_type();
[[nodiscard]] const qmi::TypeSpec& session_failed_reason_type();

}  // namespace modembench::bench::grammar
