// Measures, never asserts: request -> response latency of `modembench serve` against a bare echo process on the same
// transport, in turns in one run so that a noisy machine hits both alike, once with all on one processor and once with
// those who answer on another (a scheduler that moves them about makes two-fold differences by itself); and the
// start-up of `serve` against that of a process that does nothing.
//
// Usage: speed_latency MODEMBENCH

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/names.hpp"
#include "emulator/qmi/schema.hpp"

namespace {

using modembench::qmi::Bytes;
using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

constexpr int kRounds = 40;          // turns that each side gets
constexpr int kRequestsATurn = 500;  // 20,000 requests a side
constexpr int kStarts = 30;

class Descriptor {
 public:
  explicit Descriptor(int fd, const char* what) : fd_(fd) {
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

constexpr int kAsking = 0;
int answering = 0;  // the processor of those who answer

/// Where there is but one processor it stays there by itself.
void stay_on(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  sched_setaffinity(0, sizeof set, &set);
}
/// A child process, ended by SIGTERM when this is gone.
class Child {
 public:
  explicit Child(const std::function<void()>& body) : pid_(fork()) {
    if (pid_ < 0) throw std::runtime_error("fork");
    if (pid_ == 0) {
      stay_on(answering);
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

 private:
  pid_t pid_;
};

void make_raw(int fd) {
  termios settings{};
  tcgetattr(fd, &settings);
  cfmakeraw(&settings);
  tcsetattr(fd, TCSANOW, &settings);
}

void echo_for_ever(int fd) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto n = read(fd, buffer.data(), buffer.size());
    if (n <= 0 || write(fd, buffer.data(), static_cast<std::size_t>(n)) != n) _exit(0);
  }
}

/// One request and the whole of its response; how long that took.
Micros exchange(int fd, const Bytes& request, std::size_t response_size) {
  std::array<char, 4096> buffer{};
  const auto began = Clock::now();
  if (write(fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) {
    throw std::runtime_error("short write");
  }
  for (std::size_t got = 0; got < response_size;) {
    const auto n = read(fd, buffer.data(), buffer.size());
    if (n <= 0) throw std::runtime_error("the other side went away");
    got += static_cast<std::size_t>(n);
  }
  return Clock::now() - began;
}

double percentile(std::vector<double>& sorted, double p) {
  return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
}

void compare(const char* transport, int modem, int echo) {
  modembench::qmi::Message request;
  request.header = {.transaction = 1, .message = modembench::qmi::ctl::set_instance_id::id};
  request.set(modembench::qmi::ctl::set_instance_id::request::id, std::uint8_t{0});
  const auto frame = modembench::qmi::encode(request).value();
  modembench::qmi::Message answer = modembench::qmi::response_to(request.header);
  answer.set(modembench::qmi::ctl::set_instance_id::response::link_id, std::uint16_t{0});
  const auto answer_size = modembench::qmi::encode(answer).value().size();

  std::vector<double> with_modem;
  std::vector<double> with_echo;
  exchange(modem, frame, answer_size);
  exchange(echo, frame, frame.size());
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kRequestsATurn; ++i) with_modem.push_back(exchange(modem, frame, answer_size).count());
    for (int i = 0; i < kRequestsATurn; ++i) with_echo.push_back(exchange(echo, frame, frame.size()).count());
  }
  std::sort(with_modem.begin(), with_modem.end());
  std::sort(with_echo.begin(), with_echo.end());
  for (const double p : {0.5, 0.9, 0.99}) {
    const double a = percentile(with_modem, p);
    const double b = percentile(with_echo, p);
    fmt::print("{:<7} {} p{:<4} modembench {:7.1f} us   bare echo {:7.1f} us   ratio {:.2f}\n", transport,
               answering == kAsking ? "one processor " : "two processors", p * 100, a, b, a / b);
  }
}

/// `serve` in a child, its standard output in a pipe; returns once it has said that it is ready.
struct Served {
  Served(const std::string& program, const std::string& on, const std::string& folder)
      : pipe_ends(make_pipe()), child([&] {
          dup2(pipe_ends[1].get(), STDOUT_FILENO);
          execl(program.c_str(), program.c_str(), "serve", "--on", on.c_str(), "--dir", folder.c_str(), nullptr);
        }) {
    std::string said;
    std::array<char, 512> buffer{};
    while (said.find("ready") == std::string::npos) {
      const auto n = read(pipe_ends[0].get(), buffer.data(), buffer.size());
      if (n <= 0) throw std::runtime_error("serve ended early");
      said.append(buffer.data(), static_cast<std::size_t>(n));
    }
  }

  static std::array<Descriptor, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    return {Descriptor(ends[0], "pipe"), Descriptor(ends[1], "pipe")};
  }

  std::array<Descriptor, 2> pipe_ends;
  Child child;
};

Descriptor connect_to(const std::string& path) {
  Descriptor connection(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (connect(connection.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("connect to " + path);
  }
  return connection;
}

void measure_pty(const std::string& program, const std::string& folder) {
  const Served served(program, "pty", folder);
  const Descriptor modem(open((folder + "/qmi").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC), "open qmi");
  const Descriptor master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
  grantpt(master.get());
  unlockpt(master.get());
  const Descriptor echo(open(ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC), "open pty");
  make_raw(echo.get());
  const Child echoing([&] { echo_for_ever(master.get()); });
  compare("pty", modem.get(), echo.get());
}

void measure_socket(const std::string& program, const std::string& folder) {
  const Served served(program, "socket", folder);
  const Descriptor modem = connect_to(folder + "/qmi");
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("socketpair");
  const Descriptor echo(ends[0], "socketpair");
  const Descriptor far(ends[1], "socketpair");
  const Child echoing([&] { echo_for_ever(far.get()); });
  compare("socket", modem.get(), echo.get());
}

void measure_start(const std::string& program, const std::string& folder) {
  std::vector<double> serve;
  std::vector<double> nothing;
  for (int i = 0; i < kStarts; ++i) {
    auto began = Clock::now();
    {
      const Served served(program, "pty", folder);
      serve.push_back(Micros(Clock::now() - began).count());
    }
    began = Clock::now();
    const pid_t pid = fork();
    if (pid == 0) {
      execl("/bin/true", "true", nullptr);
      _exit(127);
    }
    waitpid(pid, nullptr, 0);
    nothing.push_back(Micros(Clock::now() - began).count());
  }
  std::sort(serve.begin(), serve.end());
  std::sort(nothing.begin(), nothing.end());
  fmt::print("start   p50   serve to ready {:.1f} ms   /bin/true {:.1f} ms\n", percentile(serve, 0.5) / 1000,
             percentile(nothing, 0.5) / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: speed_latency MODEMBENCH\n");
    return 2;
  }
  std::string folder = (std::filesystem::temp_directory_path() / "modembench-speed-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 2;
  int status = 0;
  stay_on(kAsking);
  try {
    for (answering = 0; answering < 2; ++answering) {
      measure_pty(argv[1], folder + "/ports");
      measure_socket(argv[1], folder + "/ports");
    }
    measure_start(argv[1], folder + "/ports");
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_latency: {}\n", error.what());
    status = 2;
  }
  std::filesystem::remove_all(folder);
  return status;
}
