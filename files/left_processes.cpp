#include "files/left_processes.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "files/owner_mark.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

bool carries(const fs::path& process, const std::string& entry) {
  std::ifstream file(process / "environ", std::ios::binary);
  for (std::string one; std::getline(file, one, '\0');) {
    if (one == entry) return true;
  }
  return false;
}

std::vector<pid_t> marked(const std::string& mark) {
  std::vector<pid_t> found;
  const std::string entry = std::string(kOwnerVariable) + "=" + mark;
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    pid_t process = 0;
    const auto [rest, wrong] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (wrong != std::errc{} || rest != name.data() + name.size() || process == getpid()) continue;
    if (carries(at->path(), entry)) found.push_back(process);
  }
  return found;
}

}  // namespace

void kill_left(const std::string& mark, const std::vector<NotedGroup>& groups) {
  for (const auto& group : groups) {
    if (group.leader <= 1 || group.leader == getpgrp() || start_time(group.leader) != group.began) continue;
    kill(-group.leader, SIGKILL);
  }
  if (mark.empty()) return;
  // A process can start another before it is killed: looked for again, but not for ever.
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    const auto left = marked(mark);
    if (left.empty()) return;
    for (const auto process : left) kill(process, SIGKILL);
  }
}

}  // namespace modembench::files
