#include "emulator/modem/oma.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace oma = qmi::oma;

void reset(Core& core, const qmi::Message& request) {
  core.oma.clients[request.header.client] = {};
  core.succeed(request);
}

constexpr std::array kRoutes = {
    Route{oma::reset::id, reset},
};

}  // namespace

std::span<const Route> oma_routes() { return kRoutes; }

void advance_oma(Core&) {}

}  // namespace modembench::modem
