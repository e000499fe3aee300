#include "emulator/modem/dms_lock.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

/// Answers with `error` and, where it was one about the key, the tries that are left.
void answer_key(Core& core, const qmi::Message& request, ErrorCode error, std::uint8_t retries) {
  constexpr std::uint8_t kRetries = dms::uim_set_ck_protection::response::verify_retries_left;
  static_assert(kRetries == dms::uim_unblock_ck::response::unblock_retries_left);
  qmi::Message response = Core::refusal(request.header, error);
  const bool is_about_key =
      error == ErrorCode::IncorrectPin || error == ErrorCode::PinBlocked || error == ErrorCode::PinAlwaysBlocked;
  if (is_about_key) response.set(kRetries, retries);
  core.send(std::move(response));
}

}  // namespace

// Guessed: without a SIM there is nothing that a personalization could be compared with.
void uim_get_ck_status(Core& core, const qmi::Message& request) {
  namespace tlv = dms::uim_get_ck_status::response;
  const Personalization* lock = core.sim.lock(number(request.find(dms::uim_get_ck_status::request::facility)));
  if (lock == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  core.send(qmi::response_to(request.header)
                .set(tlv::ck_status, qmi::Struct{{"facility state", lock->state()},
                                                 {"verify retries left", lock->retries()},
                                                 {"unblock retries left", lock->unblock_retries()}})
                .set(tlv::operation_blocking_facility, std::uint8_t{lock->blocks()}));
}

// Only off: a modem is personalized where it is made.
void uim_set_ck_protection(Core& core, const qmi::Message& request) {
  const qmi::Value* facility = request.find(dms::uim_set_ck_protection::request::facility);
  Personalization* lock = core.sim.lock(number(facility, "facility"));
  const bool is_off =
      number(facility, "facility state") == static_cast<std::uint64_t>(dms::UimFacilityState::Deactivated);
  if (lock == nullptr || !is_off) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  const ErrorCode error = lock->deactivate(text(facility, "control key"));
  answer_key(core, request, error, lock->retries());
  report_device(core);
  core.refresh();
}

void uim_unblock_ck(Core& core, const qmi::Message& request) {
  const qmi::Value* facility = request.find(dms::uim_unblock_ck::request::facility);
  Personalization* lock = core.sim.lock(number(facility, "facility"));
  if (lock == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  const ErrorCode error = lock->unblock(text(facility, "control key"));
  answer_key(core, request, error, lock->unblock_retries());
}

}  // namespace modembench::modem
