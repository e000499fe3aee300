#include "client_under_test/process_children.hpp"

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include <unistd.h>

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

struct Stat {
  pid_t parent = -1;
  unsigned flags = 0;
};

std::optional<Stat> stat_of(const fs::path& process) {
  std::ifstream file(process / "stat");
  std::string text;
  std::getline(file, text, '\0');
  // The name before the last parenthesis may hold anything; after it come the state, the parent, the group, the
  // session, the terminal, the group in its foreground and the flags.
  const auto end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(end_of_name + 1));
  std::string skipped;
  Stat stat;
  fields >> skipped >> stat.parent >> skipped >> skipped >> skipped >> skipped >> stat.flags;
  if (!fields) return std::nullopt;
  return stat;
}

// True if a SIGKILL waits for the process to see it.
bool is_to_be_killed(const fs::path& process) {
  std::ifstream file(process / "status");
  for (std::string line; std::getline(file, line);) {
    // Signal n is bit n - 1 of a hexadecimal number.
    if (!line.starts_with("SigPnd:") && !line.starts_with("ShdPnd:")) continue;
    const auto pending = std::strtoull(line.c_str() + line.find(':') + 1, nullptr, 16);
    if ((pending >> (SIGKILL - 1) & 1) != 0) return true;
  }
  return false;
}

}  // namespace

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    pid_t process = 0;
    const auto [rest, wrong] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (wrong != std::errc{} || rest != name.data() + name.size()) continue;
    if (const auto stat = stat_of(at->path()); stat && stat->parent == parent) children.push_back(process);
  }
  return children;
}

bool is_ending(pid_t process) {
  constexpr unsigned kExiting = 4;  // PF_EXITING of Linux' sched.h
  const auto folder = fs::path("/proc") / std::to_string(process);
  if (is_to_be_killed(folder)) return true;
  const auto stat = stat_of(folder);
  return stat && (stat->flags & kExiting) != 0;
}

bool proc_is_ours() {
  std::error_code error;
  return fs::read_symlink("/proc/self", error) == std::to_string(getpid());
}

}  // namespace modembench::client_under_test
