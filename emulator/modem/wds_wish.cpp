#include "emulator/modem/wds_wish.hpp"

#include <optional>
#include <string>

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
namespace tlv = wds::start_network::request;
namespace setting = wds::modify_profile::request;
using qmi::ErrorCode;
using wds::IpFamily;
using wds::PdpType;

constexpr const char* kNoAddress = "0.0.0.0";

std::string address_or_nothing(const qmi::Value* value) {
  return value == nullptr || value->text() == kNoAddress ? std::string() : value->text();
}

void put(std::string& place, const qmi::Value* value) {
  if (value != nullptr) place = value->text();
}
void put_address(std::string& place, const qmi::Value* value) {
  if (value != nullptr) place = address_or_nothing(value);
}

/// Whether the request asks for what can't be, on a GSM image or at all.
ErrorCode check_start(const qmi::Message& request) {
  for (const std::uint8_t id : {tlv::apn, tlv::username, tlv::password}) {
    const std::size_t longest = id == tlv::apn ? kMaxApn : kMaxProfileText;
    if (text(request.find(id)).size() > longest) return ErrorCode::ArgumentTooLong;
  }
  // A GSM image has no 3GPP2 profiles.
  if (request.find(tlv::profile_index_3gpp2) != nullptr) return ErrorCode::InvalidProfile;
  if (number(request.find(tlv::authentication_preference)) > kMostAuthentication) return ErrorCode::InvalidArgument;
  if (number(request.find(tlv::call_type)) > static_cast<std::uint64_t>(wds::CallType::Embedded)) {
    return ErrorCode::InvalidArgument;
  }
  const auto last = static_cast<std::uint64_t>(wds::AutoconnectSetting::Paused);
  if (number(request.find(tlv::enable_autoconnect)) > last) return ErrorCode::InvalidArgument;
  const qmi::Value* technology = request.find(tlv::technology_preference);
  const auto both = static_cast<std::uint64_t>(wds::TechnologyPreference::_3GPP) |
                    static_cast<std::uint64_t>(wds::TechnologyPreference::_3GPP2);
  if (technology != nullptr && (technology->number() == 0 || technology->number() > both)) {
    return ErrorCode::InvalidTechnologyPreference;
  }
  const qmi::Value* extended = request.find(tlv::extended_technology_preference);
  if (extended == nullptr) return ErrorCode::None;
  const bool known = extended->number() == static_cast<std::uint64_t>(wds::ExtendedTechnologyPreference::UMTS) ||
                     extended->number() == static_cast<std::uint64_t>(wds::ExtendedTechnologyPreference::CDMA);
  return known ? ErrorCode::None : ErrorCode::InvalidTechnologyPreference;
}

/// The request's family, else the client's, else the one that a profile it names has, else IPv4.
std::optional<IpFamily> wanted_family(const Core& core, const qmi::Message& request, const ConnectionProfile* named) {
  const qmi::Value* preference = request.find(tlv::ip_family_preference);
  const bool says = preference != nullptr && preference->number() != static_cast<std::uint64_t>(IpFamily::Unspecified);
  if (says) return ip_family(preference->number());
  const IpFamily set = core.wds.clients[request.header.client].family;
  if (set != IpFamily::Unknown && preference == nullptr) return set;
  return named != nullptr && named->pdp_type() == PdpType::IPv6 ? IpFamily::IPv6 : IpFamily::IPv4;
}

}  // namespace

CallWish wish_of(const ConnectionProfile* profile) {
  CallWish wish;
  wish.profile = kDefaultProfile;
  if (profile == nullptr) return wish;
  wish.profile = profile->index;
  wish.family = profile->pdp_type() == PdpType::IPv6 ? IpFamily::IPv6 : IpFamily::IPv4;
  wish.profile_name = profile->text(setting::profile_name);
  wish.apn = profile->text(setting::apn_name);
  wish.username = profile->text(setting::username);
  wish.password = profile->text(setting::password);
  wish.authentication = static_cast<std::uint8_t>(number(profile->find(setting::authentication)));
  put_address(wish.ipv4_address, profile->find(setting::ipv4_address_preference));
  put_address(wish.primary_ipv4_dns, profile->find(setting::primary_ipv4_dns_address));
  put_address(wish.secondary_ipv4_dns, profile->find(setting::secondary_ipv4_dns_address));
  if (const qmi::Value* qos = profile->find(setting::umts_requested_qos)) wish.umts_qos = *qos;
  if (const qmi::Value* qos = profile->find(setting::gprs_requested_qos)) wish.gprs_qos = *qos;
  wish.pcscf_by_pco = number(profile->find(setting::pcscf_address_using_pco)) != 0;
  return wish;
}

tl::expected<CallWish, ErrorCode> read_wish(const Core& core, const qmi::Message& request) {
  const ErrorCode error = check_start(request);
  if (error != ErrorCode::None) return tl::unexpected(error);
  const qmi::Value* index = request.find(tlv::profile_index_3gpp);
  const ConnectionProfile* profile = core.wds.profiles.find(index != nullptr ? index->number() : kDefaultProfile);
  if (index != nullptr && profile == nullptr) return tl::unexpected(ErrorCode::InvalidProfile);
  const auto family = wanted_family(core, request, index != nullptr ? profile : nullptr);
  if (!family) return tl::unexpected(ErrorCode::InvalidIpFamilyPreference);

  CallWish wish = wish_of(profile);
  wish.family = *family;
  put(wish.apn, request.find(tlv::apn));
  put(wish.username, request.find(tlv::username));
  put(wish.password, request.find(tlv::password));
  put_address(wish.ipv4_address, request.find(tlv::ipv4_address_preference));
  put_address(wish.primary_ipv4_dns, request.find(tlv::primary_dns_address_preference));
  put_address(wish.secondary_ipv4_dns, request.find(tlv::secondary_dns_address_preference));
  if (wish.family == IpFamily::IPv6) wish.ipv4_address.clear();
  if (const qmi::Value* authentication = request.find(tlv::authentication_preference)) {
    wish.authentication = static_cast<std::uint8_t>(authentication->number());
  }
  return wish;
}

}  // namespace modembench::modem
