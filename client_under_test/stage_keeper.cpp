#include "client_under_test/stage_keeper.hpp"

#include <cerrno>
#include <csignal>
#include <string>
#include <utility>

#include <sys/prctl.h>
#include <unistd.h>

#include "client_under_test/process_children.hpp"
#include "client_under_test/process_fork.hpp"
#include "client_under_test/stage_furnish.hpp"

namespace modembench::client_under_test {
namespace {

void wait_until_closed(int lifeline) {
  for (char unused = 0;;) {
    const auto got = read(lifeline, &unused, 1);
    if (got == 0 || (got < 0 && errno != EINTR)) return;
  }
}

}  // namespace

int keep_stage(const KeeperTask& task) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "stage-keeper");
  setsid();
  // Orphans come to the first process; with SIGCHLD ignored the kernel lets them go by itself.
  std::signal(SIGCHLD, SIG_IGN);
  close_all_but({task.report, task.lifeline});
  detach_standard_streams();
  std::string wrong;
  if (task.own_user_namespace) wrong = become_root_inside(task.user, task.group);
  FurnishedStage stage;
  if (wrong.empty()) {
    auto furnished = furnish_stage(task.folders, task.usb);
    if (furnished) {
      stage = std::move(*furnished);
    } else {
      wrong = furnished.error();
    }
  }
  write_text(task.report,
             wrong.empty() ? "+" + std::to_string(stage.terminals.get()) + " " + stage.remark : "-" + wrong);
  close(task.report);
  if (!wrong.empty()) return 1;
  if (chdir("/") != 0) return 1;
  wait_until_closed(task.lifeline);
  return 0;
}

void Keeper::kill() const {
  if (process_ > 0) ::kill(process_, SIGKILL);
}

std::string Keeper::what_failed() const {
  if (process_ <= 0) return "the stage was taken down";
  return is_ending(process_) ? "the stage's keeper was killed" : "";
}

void Keeper::release() {
  if (process_ > 0) wait_for(std::exchange(process_, -1));
}

}  // namespace modembench::client_under_test
