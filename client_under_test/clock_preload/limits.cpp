// Limits that a descriptor has of its own: a socket's (SO_RCVTIMEO, SO_SNDTIMEO) and a terminal's (VTIME). The kernel
// keeps them by its own clock and tells nobody; so a socket's are kept here, and waited for before the call.

#include <cerrno>

#include <asm/termbits.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

constexpr int kMaxSockets = 1024;  // with lower numbers than that

struct Limits {
  std::atomic<Nanoseconds> receive;  // 0: none
  std::atomic<Nanoseconds> send;
};
Limits g_limits[kMaxSockets];
std::atomic<int> g_limited;  // how many may have some

Nanoseconds limit_of(int descriptor, std::atomic<Nanoseconds> Limits::*which) {
  if (g_limited.load(std::memory_order_relaxed) == 0 || descriptor < 0 || descriptor >= kMaxSockets) return 0;
  return (g_limits[descriptor].*which).load(std::memory_order_relaxed);
}

bool blocks(int descriptor) {
  const long flags = system_call(SYS_fcntl, descriptor, F_GETFL, 0);
  return flags >= 0 && (flags & O_NONBLOCK) == 0;
}

// False where its limit has come, or a signal has, with errno.
bool wait_for(int descriptor, short event, std::atomic<Nanoseconds> Limits::*which, int flags = 0) {
  const Nanoseconds limit = limit_of(descriptor, which);
  if (limit == 0 || (flags & MSG_DONTWAIT) != 0 || shared() == nullptr || !blocks(descriptor)) return true;
  pollfd one{.fd = descriptor, .events = event, .revents = 0};
  const int ready = wait_until(&one, 1, after(limit), nullptr);
  if (ready == 0) errno = EAGAIN;
  return ready > 0;
}

bool may_receive(int socket, int flags = 0) { return wait_for(socket, POLLIN, &Limits::receive, flags); }
bool may_send(int socket, int flags = 0) { return wait_for(socket, POLLOUT, &Limits::send, flags); }

// A terminal that waits so long for a first byte, and then says that there is none.
Nanoseconds terminal_limit(int descriptor) {
  struct termios settings {};
  if (system_call(SYS_ioctl, descriptor, TCGETS, &settings) != 0) return 0;
  if ((settings.c_lflag & ICANON) != 0 || settings.c_cc[VMIN] != 0) return 0;
  constexpr Nanoseconds kTenth = kSecond / 10;
  return settings.c_cc[VTIME] * kTenth;
}

// True where there is something to be read, or it is to be waited for as ever; false: nothing came in time.
bool wait_for_terminal(int descriptor, int& result) {
  if (shared() == nullptr) return true;
  pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
  timespec none{};
  if (system_call(SYS_ppoll, &one, 1, &none, nullptr, kSignalBytes) != 0) return true;
  const Nanoseconds limit = terminal_limit(descriptor);
  if (limit == 0 || !blocks(descriptor)) return true;
  const int ready = wait_until(&one, 1, after(limit), nullptr);
  if (ready > 0) return true;
  result = ready;
  return false;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int setsockopt(int socket, int level, int name, const void* value, socklen_t size) {
  const bool is_limit = level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO);
  if (!is_limit || shared() == nullptr || socket < 0 || socket >= kMaxSockets || size < sizeof(timeval)) {
    return static_cast<int>(system_call(SYS_setsockopt, socket, level, name, value, size));
  }
  // The kernel says what is wrong with it; then it is to have none.
  if (system_call(SYS_setsockopt, socket, level, name, value, size) != 0) return -1;
  const timeval none{};
  system_call(SYS_setsockopt, socket, level, name, &none, sizeof none);
  const Nanoseconds limit = length(static_cast<const timeval*>(value));
  auto& kept = name == SO_RCVTIMEO ? g_limits[socket].receive : g_limits[socket].send;
  if (kept.exchange(limit) == 0 && limit != 0) g_limited.fetch_add(1);
  return 0;
}

int getsockopt(int socket, int level, int name, void* value, socklen_t* size) {
  const int result = static_cast<int>(system_call(SYS_getsockopt, socket, level, name, value, size));
  if (result != 0 || level != SOL_SOCKET || *size < sizeof(timeval)) return result;
  if (name == SO_RCVTIMEO) *static_cast<timeval*>(value) = as_timeval(limit_of(socket, &Limits::receive));
  if (name == SO_SNDTIMEO) *static_cast<timeval*>(value) = as_timeval(limit_of(socket, &Limits::send));
  return result;
}

ssize_t read(int descriptor, void* buffer, std::size_t size) {
  int result = 0;
  if (!may_receive(descriptor)) return -1;
  if (size > 0 && !wait_for_terminal(descriptor, result)) return result;
  return system_call(SYS_read, descriptor, buffer, size);
}

ssize_t __read_chk(int descriptor, void* buffer, std::size_t size, std::size_t) {
  return read(descriptor, buffer, size);
}

ssize_t readv(int descriptor, const iovec* parts, int count) {
  return may_receive(descriptor) ? system_call(SYS_readv, descriptor, parts, count) : -1;
}

ssize_t recvfrom(int socket, void* buffer, std::size_t size, int flags, sockaddr* from, socklen_t* from_size) {
  if (!may_receive(socket, flags)) return -1;
  return system_call(SYS_recvfrom, socket, buffer, size, flags, from, from_size);
}

ssize_t recv(int socket, void* buffer, std::size_t size, int flags) {
  return recvfrom(socket, buffer, size, flags, nullptr, nullptr);
}

ssize_t __recv_chk(int socket, void* buffer, std::size_t size, std::size_t, int flags) {
  return recv(socket, buffer, size, flags);
}

ssize_t __recvfrom_chk(int socket, void* buffer, std::size_t size, std::size_t, int flags, sockaddr* from,
                       socklen_t* from_size) {
  return recvfrom(socket, buffer, size, flags, from, from_size);
}

ssize_t recvmsg(int socket, msghdr* message, int flags) {
  return may_receive(socket, flags) ? system_call(SYS_recvmsg, socket, message, flags) : -1;
}

int accept4(int socket, sockaddr* from, socklen_t* size, int flags) {
  return may_receive(socket) ? static_cast<int>(system_call(SYS_accept4, socket, from, size, flags)) : -1;
}

int accept(int socket, sockaddr* from, socklen_t* size) { return accept4(socket, from, size, 0); }

ssize_t sendto(int socket, const void* bytes, std::size_t size, int flags, const sockaddr* to, socklen_t to_size) {
  return may_send(socket, flags) ? system_call(SYS_sendto, socket, bytes, size, flags, to, to_size) : -1;
}

ssize_t send(int socket, const void* bytes, std::size_t size, int flags) {
  return sendto(socket, bytes, size, flags, nullptr, 0);
}

ssize_t sendmsg(int socket, const msghdr* message, int flags) {
  return may_send(socket, flags) ? system_call(SYS_sendmsg, socket, message, flags) : -1;
}

}  // extern "C"
#pragma GCC visibility pop
