#include "client_under_test/process_fork.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <set>
#include <vector>

#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files/signals_blocked.hpp"

namespace modembench::client_under_test {
namespace {

using files::Descriptor;
using files::error_text;
// Between a fork and the child's first own step, a handler of ours would run in the child and, for one, write to
// pipes that are ours: signals wait meanwhile.
using files::SignalsBlocked;

void reset_signals() {
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) sigaction(signal, &by_default, nullptr);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

// What this process has forked and not waited for.
std::set<pid_t>& forks() {
  static std::set<pid_t> processes;
  return processes;
}

[[noreturn]] void live(const std::function<int()>& body) {
  forks().clear();
  reset_signals();
  _exit(body());
}

std::string and_reason(const std::string& what) { return what + ": " + error_text(errno); }

// Away from the numbers of the standard streams, which a child makes something else of; we may run without them.
Descriptor above_standard_streams(int fd) {
  Descriptor descriptor(fd);
  if (fd >= 0 && fd <= STDERR_FILENO) descriptor.reset(fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  return descriptor;
}

}  // namespace

bool make_pipe(Pipe& pipe) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  pipe.read = above_standard_streams(ends[0]);
  pipe.write = above_standard_streams(ends[1]);
  return pipe.read && pipe.write;
}

bool make_connection(Connection& connection) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
  connection.ours = above_standard_streams(ends[0]);
  connection.theirs = above_standard_streams(ends[1]);
  return connection.ours && connection.theirs;
}

namespace {

// The message that carries one descriptor, with the one byte that has to go with it.
struct DescriptorMessage {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  DescriptorMessage() {
    header.msg_iov = &data;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
  }
  DescriptorMessage(const DescriptorMessage&) = delete;
  DescriptorMessage& operator=(const DescriptorMessage&) = delete;
};

}  // namespace

bool send_descriptor(int connection, int fd) {
  DescriptorMessage message;
  cmsghdr* part = CMSG_FIRSTHDR(&message.header);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(part), &fd, sizeof fd);
  return sendmsg(connection, &message.header, MSG_NOSIGNAL) == 1;
}

Descriptor receive_descriptor(int connection) {
  DescriptorMessage message;
  ssize_t got = 0;
  while ((got = recvmsg(connection, &message.header, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  const cmsghdr* part = got == 1 ? CMSG_FIRSTHDR(&message.header) : nullptr;
  if (part == nullptr || part->cmsg_type != SCM_RIGHTS) {
    if (got >= 0) errno = ENODATA;
    return Descriptor();
  }
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(part), sizeof fd);
  return above_standard_streams(fd);
}

pid_t fork_to(const std::function<int()>& body) {
  const SignalsBlocked blocked;
  const pid_t child = fork();
  if (child == 0) live(body);
  if (child > 0) forks().insert(child);
  return child;
}

pid_t fork_as_we_are(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    forks().clear();
    _exit(body());
  }
  if (child > 0) forks().insert(child);
  return child;
}

tl::expected<pid_t, std::string> fork_through(const std::function<std::string()>& prepare, int clone_flags,
                                              const std::function<int()>& body) {
  Pipe report;
  if (!make_pipe(report)) return tl::unexpected(and_reason("pipe"));
  const pid_t between = fork_to([&] {
    report.read.reset();
    if (const auto wrong = prepare(); !wrong.empty()) {
      write_text(report.write.get(), "-" + wrong);
      return 1;
    }
    const SignalsBlocked blocked;
    // CLONE_PARENT makes it ours, not this process's. Without a stack of its own it goes on here, as after fork().
    const auto flags = static_cast<unsigned long>(clone_flags | CLONE_PARENT | SIGCHLD);
    const long child = syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr);
    if (child == 0) {
      report.write.reset();
      live(body);
    }
    const auto limit = child < 0 && errno == ENOSPC ? " (a limit in /proc/sys/user)" : "";
    write_text(report.write.get(), child < 0 ? "-" + and_reason("clone") + limit : std::to_string(child));
    return 0;
  });
  if (between < 0) return tl::unexpected(and_reason("fork"));
  report.write.reset();
  const auto said = read_to_end(report.read.get());
  wait_for(between);
  if (said.empty()) return tl::unexpected(std::string("the process in between was killed"));
  if (said.front() == '-') return tl::unexpected(said.substr(1));
  const auto child = static_cast<pid_t>(std::strtol(said.c_str(), nullptr, 10));
  forks().insert(child);
  return child;
}

bool is_fork_of_ours(pid_t process) { return forks().contains(process); }

tl::expected<void, std::string> run_apart(const std::function<std::string()>& body) {
  Pipe report;
  if (!make_pipe(report)) return tl::unexpected(and_reason("pipe"));
  const pid_t child = fork_to([&] {
    report.read.reset();
    const auto wrong = body();
    write_text(report.write.get(), wrong.empty() ? "+" : "-" + wrong);
    return 0;
  });
  if (child < 0) return tl::unexpected(and_reason("fork"));
  report.write.reset();
  const auto said = read_to_end(report.read.get());
  wait_for(child);
  if (said == "+") return {};
  return tl::unexpected(said.empty() ? std::string("the process that was to do it was killed") : said.substr(1));
}

void close_all_but(std::initializer_list<int> kept) {
  std::vector<int> borders(kept);
  std::sort(borders.begin(), borders.end());
  unsigned first = STDERR_FILENO + 1;
  const auto close_from_to = [](unsigned from, unsigned to) {
    if (from > to || close_range(from, to, 0) == 0) return;
    // Before Linux 5.9.
    const auto end = std::min<unsigned>(to, static_cast<unsigned>(std::max(0L, sysconf(_SC_OPEN_MAX))));
    for (unsigned fd = from; fd <= end; ++fd) close(static_cast<int>(fd));
  };
  for (const int fd : borders) {
    const auto border = static_cast<unsigned>(fd);
    if (fd < 0 || border < first) continue;
    if (border > first) close_from_to(first, border - 1);
    first = border + 1;
  }
  close_from_to(first, ~0U);
}

void detach_standard_streams() {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (null >= 0) dup2(null, stream);
  }
  if (null > STDERR_FILENO) close(null);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno == EINTR) continue;
    status = -1;
    break;
  }
  forks().erase(child);
  return status;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    const char* name = sigdescr_np(signal);
    const auto number = "killed by signal " + std::to_string(signal);
    return name == nullptr ? number : number + " (" + name + ")";
  }
  return "exit status " + std::to_string(WEXITSTATUS(status));
}

std::string read_to_end(int fd) {
  std::string text;
  std::array<char, 1024> buffer;
  for (;;) {
    const auto got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

void write_text(int fd, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto taken = ::write(fd, text.data() + written, text.size() - written);
    if (taken < 0 && errno == EINTR) continue;
    if (taken <= 0) return;
    written += static_cast<std::size_t>(taken);
  }
}

}  // namespace modembench::client_under_test
