#include "emulator/modem/connection_profiles.hpp"

#include <algorithm>
#include <utility>

#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

using qmi::ErrorCode;
namespace setting = qmi::wds::modify_profile::request;

namespace {

// As the Gobi 3000 SDK has them for Modify Profile; what is younger is ignored, as is the identifier (TLV 01), and so
// are the traffic flow templates: the SDK's Get Profile Settings has none, to read them by.
bool is_setting(const qmi::Tlv& tlv) {
  constexpr std::uint8_t kLast = 0x2E;
  const bool younger = tlv.id == setting::pdp_header_compression_type || tlv.id == setting::pdp_data_compression_type;
  const bool templates = tlv.id == setting::traffic_flow_template_1 || tlv.id == setting::traffic_flow_template_2;
  return tlv.id >= setting::profile_name && tlv.id <= kLast && tlv.spec != nullptr && !younger && !templates;
}

void put(std::vector<qmi::Tlv>& settings, const qmi::Tlv& tlv) {
  const auto place = std::find_if(settings.begin(), settings.end(), [&](const qmi::Tlv& s) { return s.id >= tlv.id; });
  if (place != settings.end() && place->id == tlv.id) {
    *place = tlv;
  } else {
    settings.insert(place, tlv);
  }
}

}  // namespace

const qmi::Value* ConnectionProfile::find(std::uint8_t id) const {
  const auto found = std::find_if(settings.begin(), settings.end(), [&](const qmi::Tlv& tlv) { return tlv.id == id; });
  return found != settings.end() ? &found->value : nullptr;
}

const std::string& ConnectionProfile::text(std::uint8_t id) const {
  static const std::string none;
  const qmi::Value* value = find(id);
  return value != nullptr ? value->text() : none;
}

qmi::wds::PdpType ConnectionProfile::pdp_type() const {
  const qmi::Value* value = find(setting::pdp_type);
  return value != nullptr ? static_cast<qmi::wds::PdpType>(value->number()) : qmi::wds::PdpType::IPv4;
}

ConnectionProfiles::ConnectionProfiles() { profiles_.push_back({kDefaultProfile, default_profile_settings()}); }

const ConnectionProfile* ConnectionProfiles::find(std::uint64_t index) const {
  const auto found = std::find_if(profiles_.begin(), profiles_.end(),
                                  [&](const ConnectionProfile& profile) { return profile.index == index; });
  return found != profiles_.end() ? &*found : nullptr;
}

std::optional<std::uint8_t> ConnectionProfiles::create() {
  std::uint8_t index = 1;
  while (find(index) != nullptr) ++index;
  if (index > kMaxProfiles) return std::nullopt;
  profiles_.insert(profiles_.begin() + (index - 1), ConnectionProfile{index, default_profile_settings()});
  return index;
}

bool ConnectionProfiles::remove(std::uint64_t index) {
  return std::erase_if(profiles_, [&](const ConnectionProfile& profile) { return profile.index == index; }) > 0;
}

ErrorCode ConnectionProfiles::modify(std::uint64_t index, const qmi::Message& request) {
  const ErrorCode error = check_profile_settings(request);
  if (error != ErrorCode::None) return error;
  for (ConnectionProfile& profile : profiles_) {
    if (profile.index != index) continue;
    for (const qmi::Tlv& tlv : request.tlvs) {
      if (is_setting(tlv)) put(profile.settings, tlv);
    }
    return ErrorCode::None;
  }
  return ErrorCode::InvalidProfile;
}

qmi::Value subscribed_umts_qos() {
  qmi::Struct qos;
  for (const char* member :
       {"traffic class", "max uplink bitrate", "max downlink bitrate", "guaranteed uplink bitrate",
        "guaranteed downlink bitrate", "qos delivery order", "maximum sdu size", "sdu error ratio",
        "residual bit error ratio", "delivery erroneous sdu", "transfer delay", "traffic handling priority"}) {
    qos.push_back({member, 0U});
  }
  return qos;
}

qmi::Value subscribed_gprs_qos() {
  qmi::Struct qos;
  for (const char* member :
       {"precedence class", "delay class", "reliability class", "peak throughput class", "mean throughput class"}) {
    qos.push_back({member, 0U});
  }
  return qos;
}

std::vector<qmi::Tlv> default_profile_settings() {
  qmi::Message defaults{{qmi::wds::service, 0, qmi::Kind::request, 0, qmi::wds::modify_profile::id}, {}};
  defaults.set(setting::profile_name, "")
      .set(setting::pdp_type, qmi::wds::PdpType::IPv4)
      .set(setting::apn_name, "")
      .set(setting::primary_ipv4_dns_address, "0.0.0.0")
      .set(setting::secondary_ipv4_dns_address, "0.0.0.0")
      .set(setting::umts_requested_qos, subscribed_umts_qos())
      .set(setting::umts_minimum_qos, subscribed_umts_qos())
      .set(setting::gprs_requested_qos, subscribed_gprs_qos())
      .set(setting::gprs_minimum_qos, subscribed_gprs_qos())
      .set(setting::username, "")
      .set(setting::password, "")
      .set(setting::authentication, qmi::wds::Authentication::None)
      .set(setting::ipv4_address_preference, "0.0.0.0")
      .set(setting::pcscf_address_using_pco, 0U);
  return std::move(defaults.tlvs);
}

ErrorCode check_profile_settings(const qmi::Message& request) {
  for (const qmi::Tlv& tlv : request.tlvs) {
    if (!is_setting(tlv)) continue;
    const std::size_t longest = tlv.id == setting::apn_name ? kMaxApn : kMaxProfileText;
    if (tlv.value.text().size() > longest) return ErrorCode::ArgumentTooLong;
    const auto last = static_cast<std::uint64_t>(qmi::wds::PdpType::IPv4OrIPv6);
    if (tlv.id == setting::pdp_type && tlv.value.number() > last) return ErrorCode::InvalidPdpType;
    const bool too_many = tlv.id == setting::authentication && tlv.value.number() > kMostAuthentication;
    if (too_many) return ErrorCode::InvalidArgument;
  }
  return ErrorCode::None;
}

}  // namespace modembench::modem
