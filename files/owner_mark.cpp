#include "files/owner_mark.hpp"

#include <fstream>
#include <istream>
#include <sstream>

#include <unistd.h>

namespace modembench::files {
namespace {

struct ProcessStat {
  char state = 0;
  std::uint64_t began = 0;
};

std::optional<ProcessStat> read_stat(std::istream& file) {
  std::string stat;
  // Not by the stream's buffer, which throws when the process has gone since it was opened.
  std::getline(file, stat, '\0');
  // The second field, the name in parentheses, may hold blanks and parentheses itself.
  const auto end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return std::nullopt;
  std::istringstream rest(stat.substr(end_of_name + 1));
  ProcessStat result;
  rest >> result.state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) rest >> skipped;
  if (!(rest >> result.began)) return std::nullopt;
  return result;
}

std::optional<ProcessStat> read_stat(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  return read_stat(file);
}

}  // namespace

std::optional<std::uint64_t> start_time(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  return start_time(file);
}

std::optional<std::uint64_t> start_time(std::istream& file) {
  const auto stat = read_stat(file);
  if (!stat) return std::nullopt;
  return stat->began;
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

std::optional<Owner> owner_from(const std::string& mark) {
  std::istringstream text(mark);
  Owner owner;
  char first = 0;
  char second = 0;
  if (!(text >> owner.process >> first >> owner.began >> second >> owner.boot)) return std::nullopt;
  if (first != '.' || second != '.' || owner.process <= 0 || owner.began == 0) return std::nullopt;
  return owner;
}

bool is_dead(const Owner& owner) {
  const auto boot = boot_id();
  if (boot.empty()) return false;
  if (boot != owner.boot) return true;
  if (!read_stat(getpid())) return false;
  const auto now = read_stat(owner.process);
  return !now || now->began != owner.began || now->state == 'Z' || now->state == 'X';
}

}  // namespace modembench::files
