#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include <sys/types.h>

namespace modembench::files {

/// When a process began, in clock ticks since the machine's boot (/proc/PID/stat, field 22); nothing if there is no
/// such process. Together with the process id the time names a process for as long as the machine is up.
[[nodiscard]] std::optional<std::uint64_t> start_time(pid_t process);

/// When a process began, from its /proc/PID/stat that is open already; nothing if the process has gone meanwhile.
[[nodiscard]] std::optional<std::uint64_t> start_time(std::istream& file);

/// An id of this machine's boot, which no other boot has.
[[nodiscard]] std::string boot_id();

/// The environment variable that every client carries, and this process's value of it, "PID.START.BOOT", which no other
/// process has or had. By that a later run knows what a killed one has left.
inline constexpr const char* kOwnerVariable = "MODEMBENCH_OWNER";
[[nodiscard]] std::string owner_mark();

/// The process that a mark names.
struct Owner {
  pid_t process = 0;
  std::uint64_t began = 0;
  std::string boot;
};
/// The process that `mark` names; nothing for a text that is no mark.
[[nodiscard]] std::optional<Owner> owner_from(const std::string& mark);
/// Whether a process is shown to be no more: it is another boot's, or /proc, which does show this process, doesn't show
/// it, or shows another one in its place, or shows it as dead already. False in doubt.
[[nodiscard]] bool is_dead(const Owner& owner);

}  // namespace modembench::files
