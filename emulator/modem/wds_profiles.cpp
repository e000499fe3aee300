#include "emulator/modem/wds_profiles.hpp"

#include <tl/expected.hpp>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;
using wds::ProfileType;

/// The profile of that name; else the error.
tl::expected<const ConnectionProfile*, ErrorCode> named_profile(const Core& core,
                                                                const wds::ProfileIdentifier& identifier) {
  if (identifier.profile_type != ProfileType::_3GPP) return tl::unexpected(ErrorCode::InvalidProfileType);
  const ConnectionProfile* profile = core.wds.profiles.find(identifier.profile_index);
  if (profile == nullptr) return tl::unexpected(ErrorCode::InvalidProfile);
  return profile;
}

}  // namespace

void create_profile(Core& core, const Asked<wds::create_profile::Request>& request) {
  if (request->profile_type != ProfileType::_3GPP) return core.refuse(request, ErrorCode::InvalidProfileType);
  const StoredSettings wanted{request->profile_settings, request->newer_profile_settings};
  const ErrorCode error = check_profile_settings(wanted);
  if (error != ErrorCode::None) return core.refuse(request, error);
  const auto index = core.wds.profiles.create();
  if (!index) return core.refuse(request, ErrorCode::NoFreeProfile);
  core.wds.profiles.modify(*index, wanted);
  core.respond(request, wds::create_profile::Response{.profile_identifier = {ProfileType::_3GPP, *index}});
}

void modify_profile(Core& core, const Asked<wds::modify_profile::Request>& request) {
  const auto profile = named_profile(core, request->profile_identifier);
  const StoredSettings wanted{request->profile_settings, request->newer_profile_settings};
  core.answer(request, profile ? core.wds.profiles.modify((*profile)->index, wanted) : profile.error());
}

void delete_profile(Core& core, const Asked<wds::delete_profile::Request>& request) {
  const auto profile = named_profile(core, request->profile_identifier);
  if (!profile) return core.refuse(request, profile.error());
  core.wds.profiles.remove((*profile)->index);
  core.succeed(request);
}

void get_profile_list(Core& core, const Asked<wds::get_profile_list::Request>& request) {
  if (request->profile_type.value_or(ProfileType::_3GPP) != ProfileType::_3GPP) {
    return core.refuse(request, ErrorCode::InvalidProfileType);
  }
  wds::get_profile_list::Response response;
  for (const ConnectionProfile& profile : core.wds.profiles.all()) {
    response.profile_list.push_back(
        {ProfileType::_3GPP, profile.index, profile.settings.common.profile_name.value_or("")});
  }
  core.respond(request, response);
}

void get_default_settings(Core& core, const Asked<wds::get_default_settings::Request>& request) {
  if (request->profile_type != ProfileType::_3GPP) return core.refuse(request, ErrorCode::InvalidProfileType);
  core.respond(request, wds::get_default_settings::Response{.profile_settings = default_profile_settings()});
}

void get_profile_settings(Core& core, const Asked<wds::get_profile_settings::Request>& request) {
  const auto profile = named_profile(core, request->profile_id);
  if (!profile) return core.refuse(request, profile.error());
  const StoredSettings& settings = (*profile)->settings;
  wds::get_profile_settings::Response response{.profile_settings = settings.common,
                                               .newer_profile_settings = settings.newer};
  // Passwords are written only: no answer of a Gobi has one.
  response.profile_settings.password.reset();
  core.respond(request, response);
}

}  // namespace modembench::modem
