#pragma once

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"

/// What the measuring programs share. They throw what goes wrong: there is nothing to measure then.
namespace modembench::speed {

using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

class Descriptor {
 public:
  Descriptor(int fd, const char* what) : fd_(fd) {
    if (fd < 0) throw std::runtime_error(fmt::format("{}: {}", what, strerror(errno)));
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// Where there is but one processor it stays there by itself.
inline void stay_on(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  sched_setaffinity(0, sizeof set, &set);
}

/// A child process on a processor, ended by SIGTERM when this is gone.
class Child {
 public:
  Child(int processor, const std::function<void()>& body) : pid_(fork()) {
    if (pid_ < 0) throw std::runtime_error("fork");
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);  // also when we are killed
      stay_on(processor);
      body();
      _exit(127);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

inline std::array<Descriptor, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  return {Descriptor(ends[0], "pipe"), Descriptor(ends[1], "pipe")};
}

/// Reads `fd` until `word` has come; what was said up to there.
inline std::string read_until(int fd, const std::string& word) {
  std::string said;
  std::array<char, 512> buffer{};
  while (said.find(word) == std::string::npos) {
    const auto n = read(fd, buffer.data(), buffer.size());
    if (n <= 0) throw std::runtime_error("it ended before it said '" + word + "'");
    said.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return said;
}

/// `modembench serve` with these arguments, as a child, once it has said that it is ready.
struct Served {
  Served(int processor, const std::string& program, std::vector<std::string> arguments)
      : ends(make_pipe()), child(processor, [&] {
          dup2(ends[1].get(), STDOUT_FILENO);
          std::vector<char*> words = {const_cast<char*>(program.c_str()), const_cast<char*>("serve")};
          for (auto& argument : arguments) words.push_back(argument.data());
          words.push_back(nullptr);
          execv(program.c_str(), words.data());
        }) {
    read_until(ends[0].get(), "ready");
  }
  std::array<Descriptor, 2> ends;
  Child child;
};

/// A connection to a socket by its path, or by its abstract name: "@name".
inline Descriptor connect_to(const std::string& where) {
  Descriptor connection(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  where.copy(address.sun_path, sizeof address.sun_path - 1);
  auto size = static_cast<socklen_t>(sizeof address);
  if (where[0] == '@') {
    address.sun_path[0] = '\0';
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + where.size());
  }
  if (connect(connection.get(), reinterpret_cast<sockaddr*>(&address), size) != 0) {
    throw std::runtime_error(fmt::format("connect to {}: {}", where, strerror(errno)));
  }
  return connection;
}

inline void write_all(int fd, const std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const auto n = send(fd, bytes, size, MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("the other side takes nothing more");
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
}

inline void read_all(int fd, std::size_t size) {
  std::array<char, 65536> buffer{};
  while (size > 0) {
    const auto n = recv(fd, buffer.data(), std::min(size, buffer.size()), 0);
    if (n <= 0) throw std::runtime_error("the other side went away");
    size -= static_cast<std::size_t>(n);
  }
}

/// Says to a proxy which device the connection is for.
inline void open_by_proxy(const Descriptor& connection, const std::string& device) {
  qmi::Message open{{.transaction = 1, .message = qmi::ctl::internal_proxy_open::id}, {}};
  open.set(qmi::ctl::internal_proxy_open::request::device_path, device);
  const auto frame = qmi::encode(open).value();
  write_all(connection.get(), frame.data(), frame.size());
  read_all(connection.get(), qmi::encode(qmi::response_to(open.header)).value().size());
}

inline double percentile(const std::vector<double>& sorted, double p) {
  return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
}

}  // namespace modembench::speed
