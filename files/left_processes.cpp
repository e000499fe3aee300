#include "files/left_processes.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files/descriptor.hpp"
#include "files/owner_mark.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

// By their numbers: the header of glibc 2.36 has them without C's linkage.

/// A process that stays the same one while this object lives; where the kernel has no such descriptors (before 5.3), or
/// there are none left, the number alone has to do.
class HeldProcess {
 public:
  explicit HeldProcess(pid_t process)
      : process_(process), held_(static_cast<int>(syscall(SYS_pidfd_open, process, 0))), error_(held_ ? 0 : errno) {}
  [[nodiscard]] bool carries(const std::string& entry) const {
    std::ifstream file("/proc/" + std::to_string(process_) + "/environ", std::ios::binary);
    for (std::string one; std::getline(file, one, '\0');) {
      if (one == entry) return true;
    }
    return false;
  }
  void kill() const {
    if (held_) {
      (void)syscall(SYS_pidfd_send_signal, held_.get(), SIGKILL, nullptr, 0);
    } else if (error_ != ESRCH) {
      (void)::kill(process_, SIGKILL);
    }
  }

 private:
  pid_t process_;
  Descriptor held_;
  int error_;
};

std::vector<pid_t> all_processes() {
  std::vector<pid_t> found;
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    pid_t process = 0;
    const auto [rest, wrong] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (wrong == std::errc{} && rest == name.data() + name.size() && process != getpid()) found.push_back(process);
  }
  return found;
}

// Its leader, held, keeps the group's number from being anybody else's. It goes last.
void kill_group(const NotedGroup& group, const std::string& entry) {
  if (group.leader <= 1 || group.leader == getpgrp()) return;
  const HeldProcess leader(group.leader);
  if (start_time(group.leader) != group.began || !leader.carries(entry)) return;
  for (const auto process : all_processes()) {
    if (process == group.leader) continue;
    const HeldProcess member(process);
    if (getpgid(process) == group.leader && getpgid(group.leader) == group.leader) member.kill();
  }
  leader.kill();
}

}  // namespace

void kill_left(const std::string& mark, const std::vector<NotedGroup>& groups) {
  const auto owner = owner_from(mark);
  // Process ids and start times mean nothing after a reboot.
  if (!owner || !is_dead(*owner) || owner->boot != boot_id()) return;
  const std::string entry = fmt::format("{}={}", kOwnerVariable, mark);
  for (const auto& group : groups) kill_group(group, entry);
  // A process can start another before it is killed: looked for again, but not for ever.
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    bool found = false;
    for (const auto process : all_processes()) {
      const HeldProcess held(process);
      if (!held.carries(entry)) continue;
      held.kill();
      found = true;
    }
    if (!found) return;
  }
}

}  // namespace modembench::files
