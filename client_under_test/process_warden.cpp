#include "client_under_test/process_warden.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/confinement.hpp"
#include "client_under_test/process_children.hpp"
#include "client_under_test/process_fork.hpp"
#include "client_under_test/stage_rights.hpp"

namespace modembench::client_under_test {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

// Becomes the program; what comes back is why not.
WardenReport become(const Program& program, int output) {
  setpgid(0, 0);
  detach_standard_streams();
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (program.confined && !confine(program.folder).empty()) return {WardenReport::Kind::not_confined, errno};
  const bool in_folder = chdir(program.folder.c_str()) == 0;
  if (!in_folder && (program.folder_asked_for || chdir("/") != 0)) return {WardenReport::Kind::no_folder, errno};
  const auto arguments = pointers(program.arguments);
  const auto environment = pointers(program.environment);
  if (program.gives_up_rights && !give_up_rights()) return {WardenReport::Kind::no_program, errno};
  int why = ENOENT;
  for (const auto& path : program.paths) {
    execve(path.c_str(), arguments.data(), environment.data());
    const int refused = errno;
    if (refused == ENOENT || refused == ENOTDIR) continue;
    // A folder of PATH that isn't ours to search says nothing of the program; a file that isn't ours to run does.
    if (refused == EACCES && access(path.c_str(), F_OK) != 0) continue;
    why = refused;
    if (refused != EACCES) break;
  }
  return {WardenReport::Kind::no_program, why};
}

class Warden {
 public:
  Warden(const Program& program, int connection, int output) : connection_(connection) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);  // of the terminal's and the system's, none is for it
    // That it goes on again tells that it was stopped: being stopped is nothing that a process sees.
    sigset_t seen;
    sigemptyset(&seen);
    sigaddset(&seen, SIGCHLD);
    sigaddset(&seen, SIGCONT);
    signals_ = signalfd(-1, &seen, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals_ >= 0) {
      start(program, output);
    } else {
      tell({WardenReport::Kind::no_warden, errno});
    }
    close(output);
  }

  int guard() {
    if (leader_ < 0) return 1;
    while (!client_ended() && !told_to_kill()) wait();
    const int status = end_all();
    take_signals();
    tell({WardenReport::Kind::ended, status, was_stopped_});
    return 0;
  }

 private:
  void start(const Program& program, int output) {
    Pipe failure;
    Pipe gate;
    if (!make_pipe(failure) || !make_pipe(gate)) {
      tell({WardenReport::Kind::no_program, errno});
      return;
    }
    leader_ = fork_to([&] {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      gate.write.reset();
      char open = 0;
      if (read(gate.read.get(), &open, 1) != 1) return 127;  // its warden has died before
      const auto why_not = become(program, output);
      (void)!write(failure.write.get(), &why_not, sizeof why_not);
      return 127;
    });
    failure.write.reset();
    if (leader_ < 0) {
      tell({WardenReport::Kind::no_program, errno});
      return;
    }
    setpgid(leader_, leader_);
    // Whatever the client does to its warden, it is known that there is one.
    tell({WardenReport::Kind::forked, leader_});
    (void)!write(gate.write.get(), "!", 1);
    // The pipe closes by itself when the program is there.
    WardenReport why_not;
    if (read(failure.read.get(), &why_not, sizeof why_not) == static_cast<ssize_t>(sizeof why_not)) {
      wait_for(leader_);
      leader_ = -1;
      tell(why_not);
    } else {
      tell({WardenReport::Kind::started, leader_});
    }
  }

  void wait() {
    std::array<pollfd, 2> events = {
        {{.fd = connection_, .events = POLLIN, .revents = 0}, {.fd = signals_, .events = POLLIN, .revents = 0}}};
    poll(events.data(), events.size(), -1);
    take_signals();
  }

  void take_signals() {
    signalfd_siginfo signal{};
    while (read(signals_, &signal, sizeof signal) > 0) {
      if (signal.ssi_signo == SIGCONT) was_stopped_ = true;
    }
  }

  // Looks without reaping it: as long as it isn't reaped, nobody else can get its number. Orphans are reaped.
  bool client_ended() {
    for (;;) {
      siginfo_t ended{};
      if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid == 0) return false;
      if (ended.si_pid == leader_) return true;
      waitpid(ended.si_pid, nullptr, 0);
    }
  }

  bool told_to_kill() {
    for (;;) {
      char order = 0;
      const auto got = recv(connection_, &order, 1, MSG_DONTWAIT);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
      if (got == 0 || order == static_cast<char>(WardenOrder::kill)) return true;
      if (kill(-leader_, SIGTERM) != 0) kill(leader_, SIGTERM);
      kill(-leader_, SIGCONT);
    }
  }

  // Kills the group, and child by child what has left it: the children of those that die become ours and are next.
  // Where /proc isn't ours, the group is all we see; the rest ends with the PID namespace. The client's wait status.
  int end_all() {
    kill(-leader_, SIGKILL);
    kill(leader_, SIGKILL);  // it may have joined another group
    const int status = wait_for(leader_);
    for (;;) {
      const auto reaped = waitpid(-1, nullptr, WNOHANG);
      if (reaped > 0 || (reaped < 0 && errno == EINTR)) continue;
      // Most clients leave nobody: /proc, which takes longer to read than all else here, is read for the others alone.
      if (reaped < 0 || !proc_is_ours()) return status;
      for (const auto child : children_of(getpid())) kill(child, SIGKILL);
      waitpid(-1, nullptr, 0);
    }
  }

  void tell(const WardenReport& report) const { send(connection_, &report, sizeof report, MSG_NOSIGNAL); }

  int connection_;
  int signals_ = -1;
  pid_t leader_ = -1;
  bool was_stopped_ = false;
};

}  // namespace

int guard_client(const Program& program, int connection, int output) {
  // Away from our terminal: as /dev/tty a client could read what is typed there, and type itself.
  setsid();
  prctl(PR_SET_NAME, "client-warden");
  close_all_but({connection, output});
  detach_standard_streams();
  return Warden(program, connection, output).guard();
}

}  // namespace modembench::client_under_test
