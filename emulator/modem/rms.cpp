#include "emulator/modem/rms.hpp"

#include <array>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/qmi/messages/rms.hpp"

namespace modembench::modem {

namespace {

namespace rms = qmi::rms;

void reset(Core& core, const Asked<rms::reset::Request>& request) { core.succeed(request); }

void get_sms_wake(Core& core, const Asked<rms::get_sms_wake::Request>& request) {
  core.respond(request, rms::get_sms_wake::Response{.state = std::uint8_t{core.rms.wakes}, .mask = core.rms.mask});
}

void set_sms_wake(Core& core, const Asked<rms::set_sms_wake::Request>& request) {
  if (!request->state && !request->mask) return core.refuse(request, qmi::ErrorCode::MissingArgument);
  follow(request->state, core.rms.wakes);
  core.rms.mask = request->mask.value_or(core.rms.mask);
  core.succeed(request);
}

constexpr std::array kRoutes = {
    route<reset>,
    route<get_sms_wake>,
    route<set_sms_wake>,
};
static_assert(is_sorted(kRoutes));

}  // namespace

std::span<const Route> rms_routes() { return kRoutes; }

}  // namespace modembench::modem
