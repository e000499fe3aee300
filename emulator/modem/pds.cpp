#include "emulator/modem/pds.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace pds = qmi::pds;

void reset(Core& core, const qmi::Message& request) {
  core.pds.clients[request.header.client] = {};
  core.succeed(request);
}

constexpr std::array kRoutes = {
    Route{pds::reset::id, reset},
};

}  // namespace

std::span<const Route> pds_routes() { return kRoutes; }

void advance_pds(Core&) {}

}  // namespace modembench::modem
