#include "emulator/modem/wds_profiles.hpp"

#include <tl/expected.hpp>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;
using wds::ProfileType;

bool is_3gpp(std::uint64_t type) { return type == static_cast<std::uint64_t>(ProfileType::_3GPP); }

/// The profile that TLV 01 of Modify, Delete and Get Profile Settings names; else the error.
tl::expected<const ConnectionProfile*, ErrorCode> named_profile(const Core& core, const qmi::Message& request) {
  constexpr std::uint8_t kIdentifier = wds::modify_profile::request::profile_identifier;
  static_assert(kIdentifier == wds::delete_profile::request::profile_identifier);
  static_assert(kIdentifier == wds::get_profile_settings::request::profile_id);
  const qmi::Value* identifier = request.find(kIdentifier);
  if (!is_3gpp(number(identifier, "profile type"))) return tl::unexpected(ErrorCode::InvalidProfileType);
  const ConnectionProfile* profile = core.wds.profiles.find(number(identifier, "profile index"));
  if (profile == nullptr) return tl::unexpected(ErrorCode::InvalidProfile);
  return profile;
}

}  // namespace

void create_profile(Core& core, const qmi::Message& request) {
  namespace tlv = wds::create_profile::response;
  if (!is_3gpp(number(request.find(wds::create_profile::request::profile_type)))) {
    return core.refuse(request, ErrorCode::InvalidProfileType);
  }
  const ErrorCode error = check_profile_settings(request);
  if (error != ErrorCode::None) return core.refuse(request, error);
  const auto index = core.wds.profiles.create();
  if (!index) return core.refuse(request, ErrorCode::NoFreeProfile);
  core.wds.profiles.modify(*index, request);
  core.send(
      qmi::response_to(request.header)
          .set(tlv::profile_identifier, qmi::Struct{{"profile type", ProfileType::_3GPP}, {"profile index", *index}}));
}

void modify_profile(Core& core, const qmi::Message& request) {
  const auto profile = named_profile(core, request);
  core.answer(request, profile ? core.wds.profiles.modify((*profile)->index, request) : profile.error());
}

void delete_profile(Core& core, const qmi::Message& request) {
  const auto profile = named_profile(core, request);
  if (!profile) return core.refuse(request, profile.error());
  core.wds.profiles.remove((*profile)->index);
  core.succeed(request);
}

void get_profile_list(Core& core, const qmi::Message& request) {
  const qmi::Value* type = request.find(wds::get_profile_list::request::profile_type);
  if (type != nullptr && !is_3gpp(type->number())) return core.refuse(request, ErrorCode::InvalidProfileType);
  qmi::List list;
  for (const ConnectionProfile& profile : core.wds.profiles.all()) {
    list.emplace_back(qmi::Struct{{"profile type", ProfileType::_3GPP},
                                  {"profile index", profile.index},
                                  {"profile name", profile.text(wds::modify_profile::request::profile_name)}});
  }
  core.send(qmi::response_to(request.header).set(wds::get_profile_list::response::profile_list, std::move(list)));
}

void get_default_settings(Core& core, const qmi::Message& request) {
  if (!is_3gpp(number(request.find(wds::get_default_settings::request::profile_type)))) {
    return core.refuse(request, ErrorCode::InvalidProfileType);
  }
  qmi::Message response = qmi::response_to(request.header);
  for (const qmi::Tlv& setting : default_profile_settings()) response.set(setting.id, setting.value);
  core.send(std::move(response));
}

void get_profile_settings(Core& core, const qmi::Message& request) {
  const auto profile = named_profile(core, request);
  if (!profile) return core.refuse(request, profile.error());
  qmi::Message response = qmi::response_to(request.header);
  for (const qmi::Tlv& setting : (*profile)->settings) {
    // Passwords are written only: no answer of a Gobi has one.
    if (setting.id != wds::modify_profile::request::password) response.set(setting.id, setting.value);
  }
  core.send(std::move(response));
}

}  // namespace modembench::modem
