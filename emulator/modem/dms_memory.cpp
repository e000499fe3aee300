#include "emulator/modem/dms_memory.hpp"

#include "emulator/ascii.hpp"
#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

/// Get Time has 48 bits for its count; they last until the year 13129.
constexpr std::uint64_t kMaxCount = (std::uint64_t{1} << 48) - 1;

bool is_lock_code(std::string_view code) { return code.size() == 4 && ascii::are_digits(code); }

}  // namespace

void get_time(Core& core, const Asked<dms::get_time::Request>& request) {
  // 1.25 ms each since 1980-01-06 (Gobi 3000 SDK). qmicli shows the date of as many milliseconds.
  const std::uint64_t count = core.dms.clock.at(core.now()) / 5 * 4 & kMaxCount;
  core.respond(request, dms::get_time::Response{.device_time = {count, core.settings.device.time_source}});
}

// Guessed: the SDK calls it the user's time, and has no message that reads another one than the device's.
void set_time(Core& core, const Asked<dms::set_time::Request>& request) {
  const std::uint64_t milliseconds = request->time_value;
  const bool is_user = request->time_reference_type.value_or(dms::TimeReference::User) == dms::TimeReference::User;
  if (!is_user || milliseconds / 5 > kMaxCount / 4) return core.refuse(request, ErrorCode::InvalidArgument);
  core.dms.clock = {core.now(), milliseconds};
  core.succeed(request);
}

// For all codes guessed which error says that one is wrong: no PIN is meant, and there is no counter.
void set_user_lock_state(Core& core, const Asked<dms::set_user_lock_state::Request>& request) {
  DeviceMemory& memory = core.dms.memory;
  if (request->info.lock_code != memory.user_lock_code) return core.refuse(request, ErrorCode::AuthenticationFailed);
  memory.user_lock = request->info.enabled != 0;
  core.succeed(request);
}

void set_user_lock_code(Core& core, const Asked<dms::set_user_lock_code::Request>& request) {
  DeviceMemory& memory = core.dms.memory;
  if (request->info.old_code != memory.user_lock_code) return core.refuse(request, ErrorCode::AuthenticationFailed);
  const std::string& code = request->info.new_code;
  if (!is_lock_code(code)) return core.refuse(request, ErrorCode::InvalidArgument);
  memory.user_lock_code = code;
  core.succeed(request);
}

void read_user_data(Core& core, const Asked<dms::read_user_data::Request>& request) {
  const qmi::Bytes& data = core.dms.memory.user_data;
  if (data.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  core.respond(request, dms::read_user_data::Response{.user_data = data});
}

void write_user_data(Core& core, const Asked<dms::write_user_data::Request>& request) {
  if (request->user_data.size() > kMaxUserData) return core.refuse(request, ErrorCode::ArgumentTooLong);
  core.dms.memory.user_data = request->user_data;
  core.succeed(request);
}

// Takes effect at once: the SDK has the host restart the modem afterwards.
void restore_factory_defaults(Core& core, const Asked<dms::restore_factory_defaults::Request>& request) {
  if (request->service_programming_code != core.settings.device.programming_code)
    return core.refuse(request, ErrorCode::AuthenticationFailed);
  core.succeed(request);
  core.restore_factory_defaults();
}

void validate_service_programming_code(Core& core,
                                       const Asked<dms::validate_service_programming_code::Request>& request) {
  const bool is_right = request->service_programming_code == core.settings.device.programming_code;
  core.answer(request, is_right ? ErrorCode::None : ErrorCode::AuthenticationFailed);
}

}  // namespace modembench::modem
