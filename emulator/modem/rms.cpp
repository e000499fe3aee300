#include "emulator/modem/rms.hpp"

#include <array>
#include <tuple>

#include "emulator/modem/core.hpp"
#include "emulator/modem/stored_value.hpp"
#include "emulator/qmi/messages/rms.hpp"

namespace modembench::modem {

namespace {

namespace rms = qmi::rms;

void reset(Core& core, const Asked<rms::reset::Request>& request) { core.succeed(request); }

constexpr std::tuple kStored = {
    messages(stored(&rms::set_sms_wake::Request::state, &rms::get_sms_wake::Response::state, &RmsState::wakes),
             stored(&rms::set_sms_wake::Request::mask, &rms::get_sms_wake::Response::mask, &RmsState::mask)),
};

constexpr std::array kHandlers = {
    route<reset>,
};
constexpr auto kRoutes = sorted(kHandlers, stored_routes<kStored, &Core::rms>);

}  // namespace

std::span<const Route> rms_routes() { return kRoutes; }

}  // namespace modembench::modem
