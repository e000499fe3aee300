#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include <sys/types.h>

namespace modembench::files {

/// When a process began, in clock ticks since the machine's boot (/proc/PID/stat, field 22); nothing if there is none.
/// With the process id it names a process for as long as the machine is up.
[[nodiscard]] std::optional<std::uint64_t> start_time(pid_t process);

/// The same from a /proc/PID/stat that is open already; nothing if its process has gone meanwhile.
[[nodiscard]] std::optional<std::uint64_t> start_time(std::istream& file);

/// This machine's boot, as no other.
[[nodiscard]] std::string boot_id();

/// The environment variable that every client carries, and this process's value of it, which no other process has or
/// had: "PID.START.BOOT". By it a later run knows what a killed one has left.
inline constexpr const char* kOwnerVariable = "MODEMBENCH_OWNER";
[[nodiscard]] std::string owner_mark();

/// The process that a mark is of.
struct Owner {
  pid_t process = 0;
  std::uint64_t began = 0;
  std::string boot;
};
/// Nothing for a text that is no mark.
[[nodiscard]] std::optional<Owner> owner_from(const std::string& mark);
/// Whether that process is shown to be no more: another boot's, or one that /proc, which shows this process, doesn't
/// show, or shows as another or as dead already. False in doubt.
[[nodiscard]] bool is_dead(const Owner& owner);

}  // namespace modembench::files
