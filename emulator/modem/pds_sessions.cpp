#include "emulator/modem/pds_sessions.hpp"

#include <algorithm>
#include <limits>

#include "emulator/modem/core.hpp"
#include "emulator/modem/gps.hpp"
#include "emulator/modem/pds_reports.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/enums/pds.hpp"

namespace modembench::modem {

namespace {

namespace pds = qmi::pds;
using qmi::ErrorCode;
using Status = pds::PositionSessionStatus;

constexpr Duration kSecond = std::chrono::seconds(1);

/// One attempt at a fix: told, counted, and if it was the last one the end of the session.
void try_fix(Core& core, TrackingSession& session) {
  const GpsFix fix = gps_fix(core.settings.gps, session.started, core.now());
  const bool timed_out = core.now() - session.started >= session.timeout * kSecond;
  const Status status = fix.valid ? Status::Success : timed_out ? Status::Timeout : Status::InProgress;
  // It is tried every second until there is one; an interval of 0 is the shortest there is: guessed.
  const bool found = status != Status::InProgress;
  session.next_fix = later(session.next_fix, (found ? std::max(session.interval, 1U) : 1U) * kSecond);
  if (found && core.pds.nmea.reporting == pds::NmeaReporting::FinalPositionOnly) {
    report_nmea(core, fix);
  }
  report_position(core, fix, status);
  if (!found || --session.fixes > 0) return;
  core.pds.session.reset();
  report_service_state(core);
}

}  // namespace

TrackingSession default_session(const PdsState& pds) {
  TrackingSession session;
  session.operation = pds.defaults.session_operation;
  session.timeout = pds.defaults.position_data_timeout;
  session.fixes = std::numeric_limits<std::uint32_t>::max();
  session.interval = pds.defaults.interval;
  session.accuracy = pds.defaults.accuracy_threshold;
  return session;
}

ErrorCode why_not_started(const PdsState& pds, const TrackingSession& session) {
  // Guessed from the names of the errors; InvalidArgument from the SDK, which says that there is at least one fix.
  if (!pds.enabled) return ErrorCode::Disabled;
  if (pds.session) return ErrorCode::NoEffect;
  return session.fixes == 0 ? ErrorCode::InvalidArgument : ErrorCode::None;
}

bool start_session(Core& core, TrackingSession session) {
  if (why_not_started(core.pds, session) != ErrorCode::None) return false;
  session.started = core.now();
  // Receivers work by whole seconds: the first words come with the next one.
  session.next_second = later(core.now(), kSecond);
  session.next_fix = session.next_second;
  core.pds.session = session;
  report_service_state(core);
  return true;
}

bool end_session(Core& core, Status why) {
  if (!core.pds.session) return false;
  core.pds.session.reset();
  report_position(core, {}, why);
  report_service_state(core);
  return true;
}

void enable_service(Core& core, bool enabled) {
  core.pds.enabled = enabled;
  if (!enabled) {
    if (!end_session(core, Status::UserEndedSession)) report_service_state(core);
  } else if (!core.pds.auto_tracking || !start_session(core, default_session(core.pds))) {
    report_service_state(core);
  }
}

void power_on_pds(Core& core) {
  core.pds.session.reset();
  core.pds.enabled = true;
  if (core.pds.auto_tracking) start_session(core, default_session(core.pds));
}

void advance_pds(Core& core) {
  auto& running = core.pds.session;
  if (!running) return;
  if (running->next_second <= core.now()) {
    running->next_second = later(running->next_second, kSecond);
    if (core.pds.nmea.reporting == pds::NmeaReporting::EverySecond) {
      report_nmea(core, gps_fix(core.settings.gps, running->started, core.now()));
    }
  }
  if (running->next_fix <= core.now()) try_fix(core, *running);
}

}  // namespace modembench::modem
