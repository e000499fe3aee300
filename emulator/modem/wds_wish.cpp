#include "emulator/modem/wds_wish.hpp"

#include <optional>
#include <string>

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using Start = wds::start_network::Request;
using qmi::ErrorCode;
using wds::IpFamily;
using wds::PdpType;

constexpr const char* kNoAddress = "0.0.0.0";

void put(std::string& place, const std::optional<std::string>& text) {
  if (text) place = *text;
}
void put_address(std::string& place, const std::optional<std::string>& address) {
  if (address) place = *address == kNoAddress ? std::string() : *address;
}

/// Whether the request asks for what can't be, on a GSM image or at all.
ErrorCode check_start(const Start& request) {
  const bool too_long = is_longer(request.apn, kMaxApn) || is_longer(request.username, kMaxProfileText) ||
                        is_longer(request.password, kMaxProfileText);
  if (too_long) return ErrorCode::ArgumentTooLong;
  // A GSM image has no 3GPP2 profiles.
  if (request.profile_index_3gpp2) return ErrorCode::InvalidProfile;
  if (request.authentication_preference > kMostAuthentication) return ErrorCode::InvalidArgument;
  if (request.call_type > wds::CallType::Embedded) return ErrorCode::InvalidArgument;
  const auto last = static_cast<std::uint8_t>(wds::AutoconnectSetting::Paused);
  if (request.enable_autoconnect > last) return ErrorCode::InvalidArgument;
  constexpr wds::TechnologyPreference kBoth{0x3};
  const auto& technology = request.technology_preference;
  if (technology && (*technology == wds::TechnologyPreference{} || *technology > kBoth)) {
    return ErrorCode::InvalidTechnologyPreference;
  }
  const auto& extended = request.extended_technology_preference;
  if (!extended) return ErrorCode::None;
  const bool known =
      *extended == wds::ExtendedTechnologyPreference::UMTS || *extended == wds::ExtendedTechnologyPreference::CDMA;
  return known ? ErrorCode::None : ErrorCode::InvalidTechnologyPreference;
}

/// The request's family, else the client's, else the one that a profile it names has, else IPv4.
std::optional<IpFamily> wanted_family(const Core& core, const Asked<Start>& request, const ConnectionProfile* named) {
  const auto& preference = request->ip_family_preference;
  if (preference && *preference != IpFamily::Unspecified) return ip_family(*preference);
  const IpFamily set = core.wds.clients[request.header.client].family;
  if (set != IpFamily::Unknown && !preference) return set;
  return named != nullptr && named->pdp_type() == PdpType::IPv6 ? IpFamily::IPv6 : IpFamily::IPv4;
}

}  // namespace

CallWish wish_of(const ConnectionProfile* profile) {
  CallWish wish;
  wish.profile = kDefaultProfile;
  if (profile == nullptr) return wish;
  wish.profile = profile->index;
  wish.family = profile->pdp_type() == PdpType::IPv6 ? IpFamily::IPv6 : IpFamily::IPv4;
  const wds::ProfileSettings& settings = profile->settings.common;
  put(wish.profile_name, settings.profile_name);
  put(wish.apn, settings.apn_name);
  put(wish.username, settings.username);
  put(wish.password, settings.password);
  wish.authentication = settings.authentication.value_or(wds::Authentication::None);
  put_address(wish.ipv4_address, settings.ipv4_address_preference);
  put_address(wish.primary_ipv4_dns, settings.primary_ipv4_dns_address);
  put_address(wish.secondary_ipv4_dns, settings.secondary_ipv4_dns_address);
  wish.umts_qos = settings.umts_requested_qos;
  wish.gprs_qos = settings.gprs_requested_qos;
  wish.pcscf_by_pco = settings.pcscf_address_using_pco.value_or(0) != 0;
  return wish;
}

tl::expected<CallWish, ErrorCode> read_wish(const Core& core, const Asked<Start>& request) {
  const ErrorCode error = check_start(request.tlvs);
  if (error != ErrorCode::None) return tl::unexpected(error);
  const auto& index = request->profile_index_3gpp;
  const ConnectionProfile* profile = core.wds.profiles.find(index.value_or(kDefaultProfile));
  if (index && profile == nullptr) return tl::unexpected(ErrorCode::InvalidProfile);
  const auto family = wanted_family(core, request, index ? profile : nullptr);
  if (!family) return tl::unexpected(ErrorCode::InvalidIpFamilyPreference);

  CallWish wish = wish_of(profile);
  wish.family = *family;
  put(wish.apn, request->apn);
  put(wish.username, request->username);
  put(wish.password, request->password);
  put_address(wish.ipv4_address, request->ipv4_address_preference);
  put_address(wish.primary_ipv4_dns, request->primary_dns_address_preference);
  put_address(wish.secondary_ipv4_dns, request->secondary_dns_address_preference);
  if (wish.family == IpFamily::IPv6) wish.ipv4_address.clear();
  wish.authentication = request->authentication_preference.value_or(wish.authentication);
  return wish;
}

}  // namespace modembench::modem
