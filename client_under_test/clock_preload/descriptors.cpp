// What becomes of descriptors: ours stay open, a timer's stops with it; and who closes a terminal goes on when that has
// been seen. The modem's ports are terminals: what the next one to open it does must not run together with the last.

#include <cerrno>

#include <dirent.h>
#include <linux/close_range.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/kept_descriptors.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

// Descriptors of ours have smaller numbers.
constexpr unsigned kLimit = 1024;

// A UNIX 98 pseudo-terminal: the slave, or also the master.
bool is_terminal(const struct stat& about, bool or_master) {
  // Linux' numbers for them (devices.txt).
  constexpr unsigned kFirst = 136;
  constexpr unsigned kLast = 143;
  if (!S_ISCHR(about.st_mode)) return false;
  const unsigned kind = major(about.st_rdev);
  return (kind >= kFirst && kind <= kLast) || (or_master && kind == 5 && minor(about.st_rdev) == 2);
}

bool is_slave(int descriptor) {
  struct stat about {};
  return fstat(descriptor, &about) == 0 && is_terminal(about, false);
}

// What is written to a terminal is carried to its reader by a worker of the kernel. The bench sees to that for the
// modem's ports; of others it is told.
void tell_of_terminal(int descriptor) {
  if (!has_clock()) return;
  struct stat about {};
  if (fstat(descriptor, &about) != 0 || !is_terminal(about, true)) return;
  Shared& all = *shared_by_all();
  for (const auto& port : all.ports) {
    if (port == terminal(about.st_dev, about.st_rdev)) return;
  }
  all.terminal_writes.fetch_add(1);
}

// Closes all in that range but ours.
int close_all(unsigned first, unsigned last, unsigned flags) {
  for (unsigned at = first;;) {
    unsigned end = at;
    while (end <= last && end < kLimit && !is_kept(static_cast<int>(end))) {
      if ((flags & CLOSE_RANGE_CLOEXEC) == 0) forget_timer_of(static_cast<int>(end));
      ++end;
    }
    const unsigned until = end >= kLimit ? last : end - 1;
    if (end > at || until >= at) {
      if (at <= until && system_call(SYS_close_range, at, until, flags) < 0) return -1;
    }
    if (until >= last) return 0;
    at = end + 1;
    if (at > last) return 0;
  }
}

pid_t after_child(pid_t child) {
  if (child > 0) let_others_go_first();
  return child;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int close(int descriptor) {
  if (!has_clock()) return static_cast<int>(system_call(SYS_close, descriptor));
  if (is_kept(descriptor)) {
    errno = EBADF;
    return -1;
  }
  forget_timer_of(descriptor);
  const bool was_terminal = is_slave(descriptor);
  const int closed = static_cast<int>(system_call(SYS_close, descriptor));
  if (was_terminal) let_others_go_first();
  return closed;
}

int close_range(unsigned first, unsigned last, int flags) {
  if (!has_clock() || first > last) return static_cast<int>(system_call(SYS_close_range, first, last, flags));
  const int closed = close_all(first, last, static_cast<unsigned>(flags));
  if ((static_cast<unsigned>(flags) & CLOSE_RANGE_CLOEXEC) == 0) let_others_go_first();
  return closed;
}

void closefrom(int first) { close_range(first < 0 ? 0 : static_cast<unsigned>(first), ~0U, 0); }

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  const ssize_t written = system_call(SYS_write, descriptor, bytes, size);
  if (written > 0) tell_of_terminal(descriptor);
  return written;
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  const ssize_t written = system_call(SYS_writev, descriptor, parts, count);
  if (written > 0) tell_of_terminal(descriptor);
  return written;
}

// A child that has ended has closed what it had.
pid_t wait4(pid_t child, int* status, int options, rusage* usage) {
  return after_child(static_cast<pid_t>(system_call(SYS_wait4, child, status, options, usage)));
}

pid_t wait3(int* status, int options, rusage* usage) { return wait4(-1, status, options, usage); }

pid_t waitpid(pid_t child, int* status, int options) { return wait4(child, status, options, nullptr); }

pid_t wait(int* status) { return wait4(-1, status, 0, nullptr); }

int waitid(idtype_t kind, id_t id, siginfo_t* info, int options) {
  siginfo_t own{};
  siginfo_t* const place = info != nullptr ? info : &own;
  const int result = static_cast<int>(system_call(SYS_waitid, kind, id, place, options, nullptr));
  if (result == 0 && place->si_pid > 0) let_others_go_first();
  return result;
}

}  // extern "C"
#pragma GCC visibility pop
