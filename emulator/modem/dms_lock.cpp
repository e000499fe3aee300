#include "emulator/modem/dms_lock.hpp"

#include <optional>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

/// The tries that are left, which are told where the error was about the key.
std::optional<std::uint8_t> told_retries(ErrorCode error, std::uint8_t retries) {
  const bool is_about_key =
      error == ErrorCode::IncorrectPin || error == ErrorCode::PinBlocked || error == ErrorCode::PinAlwaysBlocked;
  return is_about_key ? std::optional(retries) : std::nullopt;
}

}  // namespace

// Guessed: without a SIM there is nothing that a personalization could be compared with.
void uim_get_ck_status(Core& core, const Asked<dms::uim_get_ck_status::Request>& request) {
  const Personalization* lock = core.sim.lock(request->facility);
  if (lock == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  core.respond(request, dms::uim_get_ck_status::Response{
                            .ck_status = {lock->state(), lock->retries(), lock->unblock_retries()},
                            .operation_blocking_facility = std::uint8_t{lock->blocks()},
                        });
}

// Only off: a modem is personalized where it is made.
void uim_set_ck_protection(Core& core, const Asked<dms::uim_set_ck_protection::Request>& request) {
  const auto& wanted = request->facility;
  Personalization* lock = core.sim.lock(wanted.facility);
  const bool is_off = wanted.facility_state == dms::UimFacilityState::Deactivated;
  if (lock == nullptr || !is_off) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  const ErrorCode error = lock->deactivate(wanted.control_key);
  core.answer(request, error,
              dms::uim_set_ck_protection::Response{.verify_retries_left = told_retries(error, lock->retries())});
  report_device(core);
  core.refresh();
}

void uim_unblock_ck(Core& core, const Asked<dms::uim_unblock_ck::Request>& request) {
  Personalization* lock = core.sim.lock(request->facility.facility);
  if (lock == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  const ErrorCode error = lock->unblock(request->facility.control_key);
  core.answer(request, error,
              dms::uim_unblock_ck::Response{.unblock_retries_left = told_retries(error, lock->unblock_retries())});
}

}  // namespace modembench::modem
