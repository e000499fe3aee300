#include "emulator/modem/wms.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;

void reset(Core& core, const qmi::Message& request) {
  core.wms.clients[request.header.client] = {};
  core.succeed(request);
}

constexpr std::array kRoutes = {
    Route{wms::reset::id, reset},
};

}  // namespace

std::span<const Route> wms_routes() { return kRoutes; }

void advance_wms(Core&) {}

}  // namespace modembench::modem
