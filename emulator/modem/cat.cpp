#include "emulator/modem/cat.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace cat = qmi::cat;
using qmi::ErrorCode;

/// What the client wants, and what all of them together want.
std::uint32_t wanted_by_all(const Core& core) {
  std::uint32_t wanted = 0;
  for (const std::uint8_t client : core.client_ids.clients_of(cat::service)) wanted |= core.cat.clients[client].wanted;
  return wanted;
}

void reset(Core& core, const qmi::Message& request) {
  core.cat.clients[request.header.client] = {};
  core.succeed(request);
}

void set_event_report(Core& core, const qmi::Message& request) {
  const qmi::Value* mask = request.find(cat::set_event_report::request::report_mask);
  if (mask == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  std::uint32_t& wanted = core.cat.clients[request.header.client].wanted;
  wanted = static_cast<std::uint32_t>(mask->number());
  core.send(qmi::response_to(request.header).set(cat::set_event_report::response::registration_status, wanted));
}

// Guessed from the names: what all clients want, and what this one does.
void get_service_state(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header)
                .set(cat::get_service_state::response::state,
                     qmi::Struct{{"common", wanted_by_all(core)},
                                 {"control", core.cat.clients[request.header.client].wanted}}));
}

// Guessed: there is no command to respond to, and no menu to choose from.
void refuse(Core& core, const qmi::Message& request) {
  core.refuse(request, core.sim.usable() ? ErrorCode::IncompatibleState : ErrorCode::UimUninitialized);
}

constexpr std::array kRoutes = {
    Route{cat::reset::id, reset},
    Route{cat::set_event_report::id, set_event_report},
    Route{cat::get_service_state::id, get_service_state},
    Route{cat::send_terminal_response::id, refuse},
    Route{cat::envelope_command::id, refuse},
};

}  // namespace

std::span<const Route> cat_routes() { return kRoutes; }

}  // namespace modembench::modem
