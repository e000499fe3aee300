#include "emulator/modem/connection_profiles.hpp"

#include <algorithm>
#include <utility>

namespace modembench::modem {

using qmi::ErrorCode;

namespace {

template <class T>
void take(std::optional<T>& place, const std::optional<T>& wanted) {
  if (wanted) place = wanted;
}

// As the Gobi 3000 SDK has them for Modify Profile; what is younger (compression, a disabled APN) is ignored, and so
// are the traffic flow templates: the SDK's Get Profile Settings has none, to read them by.
void take_all(StoredSettings& settings, const StoredSettings& wanted) {
  auto& common = settings.common;
  take(common.profile_name, wanted.common.profile_name);
  take(common.pdp_type, wanted.common.pdp_type);
  take(common.apn_name, wanted.common.apn_name);
  take(common.primary_ipv4_dns_address, wanted.common.primary_ipv4_dns_address);
  take(common.secondary_ipv4_dns_address, wanted.common.secondary_ipv4_dns_address);
  take(common.umts_requested_qos, wanted.common.umts_requested_qos);
  take(common.umts_minimum_qos, wanted.common.umts_minimum_qos);
  take(common.gprs_requested_qos, wanted.common.gprs_requested_qos);
  take(common.gprs_minimum_qos, wanted.common.gprs_minimum_qos);
  take(common.username, wanted.common.username);
  take(common.password, wanted.common.password);
  take(common.authentication, wanted.common.authentication);
  take(common.ipv4_address_preference, wanted.common.ipv4_address_preference);
  take(common.pcscf_address_using_pco, wanted.common.pcscf_address_using_pco);
  take(common.pdp_access_control, wanted.common.pdp_access_control);
  take(common.address_allocation_preference, wanted.common.address_allocation_preference);

  auto& newer = settings.newer;
  take(newer.pcscf_address_using_dhcp, wanted.newer.pcscf_address_using_dhcp);
  take(newer.imcn_flag, wanted.newer.imcn_flag);
  take(newer.pdp_context_number, wanted.newer.pdp_context_number);
  take(newer.pdp_context_secondary_flag, wanted.newer.pdp_context_secondary_flag);
  take(newer.pdp_context_primary_id, wanted.newer.pdp_context_primary_id);
  take(newer.ipv6_address_preference, wanted.newer.ipv6_address_preference);
  take(newer.umts_requested_qos_with_signaling_indication_flag,
       wanted.newer.umts_requested_qos_with_signaling_indication_flag);
  take(newer.umts_minimum_qos_with_signaling_indication_flag,
       wanted.newer.umts_minimum_qos_with_signaling_indication_flag);
  take(newer.ipv6_primary_dns_address_preference, wanted.newer.ipv6_primary_dns_address_preference);
  take(newer.ipv6_secondary_dns_address_preference, wanted.newer.ipv6_secondary_dns_address_preference);
  take(newer.lte_qos_parameters, wanted.newer.lte_qos_parameters);
}

}  // namespace

ConnectionProfiles::ConnectionProfiles() { profiles_.push_back({kDefaultProfile, {default_profile_settings(), {}}}); }

const ConnectionProfile* ConnectionProfiles::find(std::uint64_t index) const {
  const auto found = std::find_if(profiles_.begin(), profiles_.end(),
                                  [&](const ConnectionProfile& profile) { return profile.index == index; });
  return found != profiles_.end() ? &*found : nullptr;
}

std::optional<std::uint8_t> ConnectionProfiles::create() {
  std::uint8_t index = 1;
  while (find(index) != nullptr) ++index;
  if (index > kMaxProfiles) return std::nullopt;
  profiles_.insert(profiles_.begin() + (index - 1), ConnectionProfile{index, {default_profile_settings(), {}}});
  return index;
}

bool ConnectionProfiles::remove(std::uint64_t index) {
  return std::erase_if(profiles_, [&](const ConnectionProfile& profile) { return profile.index == index; }) > 0;
}

ErrorCode ConnectionProfiles::modify(std::uint64_t index, const StoredSettings& wanted) {
  const ErrorCode error = check_profile_settings(wanted);
  if (error != ErrorCode::None) return error;
  for (ConnectionProfile& profile : profiles_) {
    if (profile.index != index) continue;
    take_all(profile.settings, wanted);
    return ErrorCode::None;
  }
  return ErrorCode::InvalidProfile;
}

// Quality of service that asks for what the subscription has: every value 0 (3GPP TS 24.008).
qmi::wds::ProfileSettings default_profile_settings() {
  return {
      .profile_name = "",
      .pdp_type = qmi::wds::PdpType::IPv4,
      .apn_name = "",
      .primary_ipv4_dns_address = "0.0.0.0",
      .secondary_ipv4_dns_address = "0.0.0.0",
      .umts_requested_qos = qmi::wds::UmtsQos{},
      .umts_minimum_qos = qmi::wds::UmtsQos{},
      .gprs_requested_qos = qmi::wds::GprsQos{},
      .gprs_minimum_qos = qmi::wds::GprsQos{},
      .username = "",
      .password = "",
      .authentication = qmi::wds::Authentication::None,
      .ipv4_address_preference = "0.0.0.0",
      .pcscf_address_using_pco = std::uint8_t{0},
  };
}

ErrorCode check_profile_settings(const StoredSettings& wanted) {
  const qmi::wds::ProfileSettings& common = wanted.common;
  if (is_longer(common.profile_name, kMaxProfileText)) return ErrorCode::ArgumentTooLong;
  if (common.pdp_type && *common.pdp_type > qmi::wds::PdpType::IPv4OrIPv6) return ErrorCode::InvalidPdpType;
  const bool too_long = is_longer(common.apn_name, kMaxApn) || is_longer(common.username, kMaxProfileText) ||
                        is_longer(common.password, kMaxProfileText);
  if (too_long) return ErrorCode::ArgumentTooLong;
  const bool unknown = common.authentication && *common.authentication > kMostAuthentication;
  return unknown ? ErrorCode::InvalidArgument : ErrorCode::None;
}

}  // namespace modembench::modem
