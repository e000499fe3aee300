#include "client_under_test/process_children.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

pid_t parent_of(const fs::path& process) {
  std::ifstream file(process / "stat");
  std::string stat;
  std::getline(file, stat, '\0');
  // The name before the last parenthesis may hold anything; after it come the state and the parent.
  const auto end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return -1;
  std::istringstream fields(stat.substr(end_of_name + 1));
  std::string state;
  pid_t parent = -1;
  fields >> state >> parent;
  return parent;
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
    if (parent_of(at->path()) == parent) children.push_back(process);
  }
  return children;
}

bool proc_is_ours() {
  std::error_code error;
  return fs::read_symlink("/proc/self", error) == std::to_string(getpid());
}

}  // namespace modembench::client_under_test
