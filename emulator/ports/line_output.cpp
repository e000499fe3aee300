#include "emulator/ports/line_output.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emulator/ports/attachment.hpp"

namespace modembench::ports {
namespace {

[[noreturn]] void fail(int error) { throw std::system_error(error, std::generic_category(), "standard output"); }

void check(int error) {
  if (error != 0) fail(error);
}

ssize_t send_to_socket(int fd, const void* bytes, std::size_t size) {
  return ::send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Where it can't be opened anew: what poll(2) calls writable takes that much of a pipe at once.
ssize_t write_if_writable(int fd, const void* bytes, std::size_t size) {
  pollfd ready{fd, POLLOUT, 0};
  if (::poll(&ready, 1, 0) == 0) {
    errno = EAGAIN;
    return -1;
  }
  return ::write(fd, bytes, std::min<std::size_t>(size, PIPE_BUF));
}

struct Opened {
  int fd = -1;
  Outbox::Write write = ::write;
};

// That it doesn't block is the open file's, which the shell and others share: it gets one of its own.
Opened open_anew(int fd) {
  struct stat is {};
  if (fstat(fd, &is) != 0) fail(errno);
  if (S_ISFIFO(is.st_mode) || S_ISCHR(is.st_mode)) {
    const auto path = fmt::format("/proc/self/fd/{}", fd);
    const int anew = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (anew >= 0) return {anew, ::write};
  }
  const int same = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (same < 0) fail(errno);
  if (S_ISREG(is.st_mode)) return {same, ::write};
  return {same, S_ISSOCK(is.st_mode) ? send_to_socket : write_if_writable};
}

}  // namespace

LineOutput::LineOutput(boost::asio::io_context& io, int fd) : room_(io), outbox_(::write) {
  const auto opened = open_anew(fd);
  out_.reset(opened.fd);
  outbox_ = Outbox(opened.write);
  const int room = epoll_create1(EPOLL_CLOEXEC);
  if (room < 0) fail(errno);
  room_.assign(room);
  epoll_event none{};
  // A file, which always has room, can't be waited for.
  static_cast<void>(epoll_ctl(room, EPOLL_CTL_ADD, out_.get(), &none));
}

// What there is room for now.
LineOutput::~LineOutput() { static_cast<void>(outbox_.flush(out_.get())); }

void LineOutput::say(std::string_view line) {
  if (outbox_.unsent() + line.size() + 1 > kMaxUnsent) {
    ++left_out_;
    return;
  }
  say_what_is_left_out();
  put(line);
}

void LineOutput::put(std::string_view line) {
  const auto whole = fmt::format("{}\n", line);
  check(outbox_.send(out_.get(), {reinterpret_cast<const std::uint8_t*>(whole.data()), whole.size()}));
  if (!outbox_.empty()) wait_for_room();
}

void LineOutput::say_what_is_left_out() {
  if (left_out_ == 0) return;
  const auto count = std::exchange(left_out_, 0);
  put(fmt::format("… {} lines left out: nobody has read", count));
}

void LineOutput::wait_for_room() {
  if (waiting_) return;
  waiting_ = true;
  epoll_event writable{};
  writable.events = EPOLLOUT | EPOLLONESHOT;
  if (epoll_ctl(room_.native_handle(), EPOLL_CTL_MOD, out_.get(), &writable) != 0) fail(errno);
  room_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code error) {
    if (error) return;
    waiting_ = false;
    check(outbox_.flush(out_.get()));
    if (outbox_.empty()) say_what_is_left_out();
    if (!outbox_.empty()) wait_for_room();
  });
}

}  // namespace modembench::ports
