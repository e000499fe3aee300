#include "files/owner_mark.hpp"

#include <fstream>
#include <istream>
#include <sstream>

#include <unistd.h>

namespace modembench::files {

std::optional<std::uint64_t> start_time(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  return start_time(file);
}

std::optional<std::uint64_t> start_time(std::istream& file) {
  std::string stat;
  // Not by the stream's buffer, which throws when the process has gone since it was opened.
  std::getline(file, stat, '\0');
  // The second field, the name in parentheses, may hold blanks and parentheses itself.
  const auto end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return std::nullopt;
  std::istringstream rest(stat.substr(end_of_name + 1));
  std::string skipped;
  for (int field = 3; field < 22; ++field) rest >> skipped;
  std::uint64_t ticks = 0;
  if (!(rest >> ticks)) return std::nullopt;
  return ticks;
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

std::string owner_mark() {
  const auto pid = getpid();
  return std::to_string(pid) + "." + std::to_string(start_time(pid).value_or(0)) + "." + boot_id();
}

}  // namespace modembench::files
