#include "emulator/modem/connection_profiles.hpp"

#include <algorithm>

namespace modembench::modem {

using qmi::ErrorCode;
namespace setting = qmi::wds::modify_profile::request;

namespace {

// Settings younger than a Gobi 3000 are ignored, as is the identifier (TLV 01).
bool is_setting(const qmi::Tlv& tlv) {
  return tlv.id >= setting::profile_name && tlv.spec != nullptr && tlv.spec->known != qmi::Known::newer_than_gobi;
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

ConnectionProfiles::ConnectionProfiles() {
  qmi::Message defaults{{qmi::wds::service, 0, qmi::Kind::request, 0, qmi::wds::modify_profile::id}, {}};
  defaults.set(setting::profile_name, "");
  defaults.set(setting::pdp_type, qmi::wds::PdpType::IPv4);
  defaults.set(setting::apn_name, "");
  profiles_.push_back({kDefaultProfile, std::move(defaults.tlvs)});
}

const ConnectionProfile* ConnectionProfiles::find(std::uint64_t index) const {
  const auto found = std::find_if(profiles_.begin(), profiles_.end(),
                                  [&](const ConnectionProfile& profile) { return profile.index == index; });
  return found != profiles_.end() ? &*found : nullptr;
}

std::optional<std::uint8_t> ConnectionProfiles::create() {
  std::uint8_t index = 1;
  while (find(index) != nullptr) ++index;
  if (index > kMaxProfiles) return std::nullopt;
  profiles_.insert(profiles_.begin() + (index - 1), ConnectionProfile{index});
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

ErrorCode check_profile_settings(const qmi::Message& request) {
  for (const qmi::Tlv& tlv : request.tlvs) {
    if (!is_setting(tlv)) continue;
    const std::size_t longest = tlv.id == setting::apn_name ? kMaxApn : kMaxProfileText;
    if (tlv.value.text().size() > longest) return ErrorCode::ArgumentTooLong;
    const auto last = static_cast<std::uint64_t>(qmi::wds::PdpType::IPv4OrIPv6);
    if (tlv.id == setting::pdp_type && tlv.value.number() > last) return ErrorCode::InvalidPdpType;
  }
  return ErrorCode::None;
}

}  // namespace modembench::modem
