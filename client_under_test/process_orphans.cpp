#include "client_under_test/process_orphans.hpp"

#include <chrono>
#include <csignal>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/process_children.hpp"
#include "client_under_test/process_fork.hpp"

namespace modembench::client_under_test {
namespace {

// Of this process: several clients may run beside each other.
int wanted = 0;
int before = 0;

// True if there were any. A child that isn't waited for keeps its number, so that nobody else can be hit.
bool kill_those_that_came() {
  bool any = false;
  for (const auto child : children_of(getpid())) {
    if (is_fork_of_ours(child)) continue;
    any = true;
    if (getpgid(child) == child) kill(-child, SIGKILL);
    kill(child, SIGKILL);
    waitpid(child, nullptr, WNOHANG);
  }
  return any;
}

}  // namespace

OrphansComeToUs::OrphansComeToUs() {
  if (wanted++ > 0) return;
  prctl(PR_GET_CHILD_SUBREAPER, &before);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

OrphansComeToUs::~OrphansComeToUs() {
  if (--wanted == 0) prctl(PR_SET_CHILD_SUBREAPER, before);
}

bool kill_orphans() {
  constexpr std::chrono::seconds kPatience{5};
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (kill_those_that_came()) {
    if (std::chrono::steady_clock::now() > end) return false;
    poll(nullptr, 0, 1);  // they die in their own time
  }
  return true;
}

}  // namespace modembench::client_under_test
