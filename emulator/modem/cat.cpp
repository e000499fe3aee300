#include "emulator/modem/cat.hpp"

#include <array>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/flags.hpp"
#include "emulator/qmi/messages/cat.hpp"

namespace modembench::modem {

namespace {

namespace cat = qmi::cat;
using qmi::ErrorCode;

/// What the client wants, and what all of them together want.
cat::ReportMask wanted_by_all(const Core& core) {
  cat::ReportMask wanted{};
  for (const std::uint8_t client : core.client_ids.clients_of(cat::service)) {
    wanted = qmi::join(wanted, core.cat.clients[client].wanted);
  }
  return wanted;
}

void reset(Core& core, const Asked<cat::reset::Request>& request) {
  core.cat.clients.forget(request.header.client);
  core.succeed(request);
}

void set_event_report(Core& core, const Asked<cat::set_event_report::Request>& request) {
  if (!request->report_mask) return core.refuse(request, ErrorCode::MissingArgument);
  core.cat.clients[request.header.client].wanted = *request->report_mask;
  core.respond(request, cat::set_event_report::Response{.registration_status = request->report_mask});
}

// Guessed from the names: what all clients want, and what this one does.
void get_service_state(Core& core, const Asked<cat::get_service_state::Request>& request) {
  core.respond(request, cat::get_service_state::Response{
                            .state = {wanted_by_all(core), core.cat.clients[request.header.client].wanted}});
}

// Guessed: there is no command to respond to, and no menu to choose from.
template <class Request>
void refuse(Core& core, const Asked<Request>& request) {
  core.refuse(request, core.sim.usable() ? ErrorCode::IncompatibleState : ErrorCode::UimUninitialized);
}

constexpr std::array kHandlers = {
    route<reset>,
    route<set_event_report>,
    route<get_service_state>,
    route<refuse<cat::send_terminal_response::Request>>,
    route<refuse<cat::envelope_command::Request>>,
};
constexpr auto kRoutes = sorted(kHandlers);

}  // namespace

std::span<const Route> cat_routes() { return kRoutes; }

}  // namespace modembench::modem
