#pragma once

#include <tl/expected.hpp>

#include "emulator/modem/connection_profiles.hpp"
#include "emulator/modem/data_calls.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// The wishes with which data calls are started.
namespace modembench::modem {

/// The wish of a call that is started with this profile and nothing else; null: without a profile.
[[nodiscard]] CallWish wish_of(const ConnectionProfile* profile);

/// The wish of a Start Network request, from its own TLVs or from the profile that it names or means; or the error that
/// says what is wrong with it.
[[nodiscard]] tl::expected<CallWish, qmi::ErrorCode> read_wish(const Core& core,
                                                               const Asked<qmi::wds::start_network::Request>& request);

}  // namespace modembench::modem
