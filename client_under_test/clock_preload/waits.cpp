// What waits for descriptors, or for nothing but time.

#include <cerrno>
#include <cstring>

#include <alloca.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

Nanoseconds after_milliseconds(int time) { return time < 0 ? kNever : after(Nanoseconds{time} * 1'000'000); }

// A sleep of so long; what is left of it in `left` if a signal ends it.
int sleep_for(const timespec* time, timespec* left) {
  const Nanoseconds until = after(length(time));
  if (sleep_until(until)) return 0;
  if (left != nullptr) *left = as_timespec(until - now());
  return -1;
}

constexpr short kReadable = POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR;
constexpr short kWritable = POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR;

bool asked(const fd_set* set, int descriptor) { return set != nullptr && FD_ISSET(descriptor, set); }

bool answer(fd_set* set, int descriptor, bool asked_for, bool is_so) {
  if (set == nullptr) return false;
  if (asked_for && is_so) return true;
  if (asked_for) FD_CLR(descriptor, set);
  return false;
}

// select(2) by poll(2): what descriptor each entry is for is the entry's own number.
int select_until(int limit, fd_set* readable, fd_set* writable, fd_set* urgent, Nanoseconds until,
                 const sigset_t* mask) {
  if (limit < 0) return refuse(EINVAL);
  nfds_t count = 0;
  for (int fd = 0; fd < limit; ++fd) {
    count += asked(readable, fd) || asked(writable, fd) || asked(urgent, fd) ? 1 : 0;
  }
  auto* const all = static_cast<pollfd*>(alloca((count + 1) * sizeof(pollfd)));
  nfds_t at = 0;
  for (int fd = 0; fd < limit; ++fd) {
    const int events = (asked(readable, fd) ? POLLIN | POLLRDNORM | POLLRDBAND : 0) |
                       (asked(writable, fd) ? POLLOUT | POLLWRNORM | POLLWRBAND : 0) |
                       (asked(urgent, fd) ? POLLPRI : 0);
    if (events != 0) all[at++] = {.fd = fd, .events = static_cast<short>(events), .revents = 0};
  }
  if (wait_until(all, count, until, mask) < 0) return -1;
  for (nfds_t i = 0; i < count; ++i) {
    if ((all[i].revents & POLLNVAL) != 0) return refuse(EBADF);
  }
  int ready = 0;
  for (nfds_t i = 0; i < count; ++i) {
    const auto& one = all[i];
    ready += answer(readable, one.fd, asked(readable, one.fd), (one.revents & kReadable) != 0) ? 1 : 0;
    ready += answer(writable, one.fd, asked(writable, one.fd), (one.revents & kWritable) != 0) ? 1 : 0;
    ready += answer(urgent, one.fd, asked(urgent, one.fd), (one.revents & POLLPRI) != 0) ? 1 : 0;
  }
  return ready;
}

int epoll_until(int epoll, epoll_event* events, int count, Nanoseconds until, const sigset_t* mask) {
  for (;;) {
    const auto ready = static_cast<int>(system_call(SYS_epoll_pwait, epoll, events, count, 0, mask, kSignalBytes));
    if (ready != 0) return ready;
    pollfd one{.fd = epoll, .events = POLLIN, .revents = 0};
    const int woken = wait_until(&one, 1, until, mask);
    if (woken < 0) return -1;
    if (woken == 0) return static_cast<int>(system_call(SYS_epoll_pwait, epoll, events, count, 0, nullptr, 0L));
  }
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int poll(pollfd* descriptors, nfds_t count, int time) {
  if (shared() != nullptr) return wait_until(descriptors, count, after_milliseconds(time), nullptr);
  timespec limit{time / 1000, time % 1000 * 1'000'000L};
  return static_cast<int>(
      system_call(SYS_ppoll, descriptors, count, time < 0 ? nullptr : &limit, nullptr, kSignalBytes));
}

int __poll_chk(pollfd* descriptors, nfds_t count, int time, std::size_t) { return poll(descriptors, count, time); }

int ppoll(pollfd* descriptors, nfds_t count, const timespec* time, const sigset_t* mask) {
  if (shared() != nullptr && (time == nullptr || is_valid(*time))) {
    return wait_until(descriptors, count, after(length(time)), mask);
  }
  timespec limit = time != nullptr ? *time : timespec{};
  return static_cast<int>(
      system_call(SYS_ppoll, descriptors, count, time != nullptr ? &limit : nullptr, mask, kSignalBytes));
}

int __ppoll_chk(pollfd* descriptors, nfds_t count, const timespec* time, const sigset_t* mask, std::size_t) {
  return ppoll(descriptors, count, time, mask);
}

int pselect(int limit, fd_set* readable, fd_set* writable, fd_set* urgent, const timespec* time, const sigset_t* mask) {
  if (shared() != nullptr && (time == nullptr || is_valid(*time))) {
    return select_until(limit, readable, writable, urgent, after(length(time)), mask);
  }
  struct {
    const sigset_t* set;
    long size;
  } masked{mask, kSignalBytes};
  timespec left = time != nullptr ? *time : timespec{};
  return static_cast<int>(
      system_call(SYS_pselect6, limit, readable, writable, urgent, time != nullptr ? &left : nullptr, &masked));
}

int select(int limit, fd_set* readable, fd_set* writable, fd_set* urgent, timeval* time) {
  timespec exact{};
  if (time != nullptr) exact = {time->tv_sec + time->tv_usec / 1'000'000, time->tv_usec % 1'000'000 * 1000};
  if (shared() == nullptr || !is_valid(exact)) {
    return pselect(limit, readable, writable, urgent, time != nullptr ? &exact : nullptr, nullptr);
  }
  const Nanoseconds until = time != nullptr ? after(length(&exact)) : kNever;
  const int ready = select_until(limit, readable, writable, urgent, until, nullptr);
  // Linux tells what is left.
  if (time != nullptr && until != kNever) *time = as_timeval(until - now());
  return ready;
}

int epoll_pwait(int epoll, epoll_event* events, int count, int time, const sigset_t* mask) {
  if (shared() != nullptr) return epoll_until(epoll, events, count, after_milliseconds(time), mask);
  return static_cast<int>(system_call(SYS_epoll_pwait, epoll, events, count, time, mask, kSignalBytes));
}

int epoll_wait(int epoll, epoll_event* events, int count, int time) {
  return epoll_pwait(epoll, events, count, time, nullptr);
}

int epoll_pwait2(int epoll, epoll_event* events, int count, const timespec* time, const sigset_t* mask) {
  if (shared() != nullptr && (time == nullptr || is_valid(*time))) {
    return epoll_until(epoll, events, count, after(length(time)), mask);
  }
  return static_cast<int>(system_call(SYS_epoll_pwait2, epoll, events, count, time, mask, kSignalBytes));
}

int nanosleep(const timespec* time, timespec* left) {
  if (shared() == nullptr || !is_valid(*time)) return static_cast<int>(system_call(SYS_nanosleep, time, left));
  return sleep_for(time, left);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
  Nanoseconds base = 0;
  if (shared() == nullptr || !base_of(clock, base) || !is_valid(*time)) {
    return system_call(SYS_clock_nanosleep, clock, flags, time, left) < 0 ? errno : 0;
  }
  if ((flags & TIMER_ABSTIME) == 0) return sleep_for(time, left) < 0 ? errno : 0;
  return sleep_until(moment(clock, *time)) ? 0 : errno;
}

int usleep(useconds_t time) {
  const timespec exact{static_cast<time_t>(time / 1'000'000), static_cast<long>(time % 1'000'000) * 1000};
  return nanosleep(&exact, nullptr);
}

unsigned sleep(unsigned seconds) {
  const timespec time{static_cast<time_t>(seconds), 0};
  timespec left{};
  if (nanosleep(&time, &left) == 0) return 0;
  // Rounded, as the C library does.
  return static_cast<unsigned>(left.tv_sec) + (left.tv_nsec >= kSecond / 2 ? 1 : 0);
}

}  // extern "C"
#pragma GCC visibility pop
