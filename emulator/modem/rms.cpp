#include "emulator/modem/rms.hpp"

#include <array>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace rms = qmi::rms;

void reset(Core& core, const qmi::Message& request) { core.succeed(request); }

void get_sms_wake(Core& core, const qmi::Message& request) {
  namespace tlv = rms::get_sms_wake::response;
  core.send(qmi::response_to(request.header)
                .set(tlv::state, static_cast<std::uint8_t>(core.rms.wakes ? 1 : 0))
                .set(tlv::mask, core.rms.mask));
}

void set_sms_wake(Core& core, const qmi::Message& request) {
  namespace tlv = rms::set_sms_wake::request;
  const qmi::Value* state = request.find(tlv::state);
  const qmi::Value* mask = request.find(tlv::mask);
  if (state == nullptr && mask == nullptr) return core.refuse(request, qmi::ErrorCode::MissingArgument);
  if (state != nullptr) core.rms.wakes = state->number() != 0;
  if (mask != nullptr) core.rms.mask = static_cast<std::uint32_t>(mask->number());
  core.succeed(request);
}

constexpr std::array kRoutes = {
    Route{rms::reset::id, reset},
    Route{rms::get_sms_wake::id, get_sms_wake},
    Route{rms::set_sms_wake::id, set_sms_wake},
};

}  // namespace

std::span<const Route> rms_routes() { return kRoutes; }

}  // namespace modembench::modem
