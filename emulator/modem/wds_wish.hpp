#pragma once

#include <tl/expected.hpp>

#include "emulator/modem/connection_profiles.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// What a data call is to be like.
namespace modembench::modem {

/// What a call is like that is started with this profile and nothing else; null: no profile.
[[nodiscard]] CallWish wish_of(const ConnectionProfile* profile);

/// What a Start Network request wants, from its own TLVs or from the profile it names or means; or what is wrong
/// with it.
[[nodiscard]] tl::expected<CallWish, qmi::ErrorCode> read_wish(const Core& core,
                                                               const Asked<qmi::wds::start_network::Request>& request);

}  // namespace modembench::modem
