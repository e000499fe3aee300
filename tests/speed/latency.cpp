// Measures, never asserts: request -> response latency of `modembench serve` against a bare echo process on the same
// transport, in turns in one run so that a noisy machine hits both alike, once with all on one processor and once with
// those who answer on another (a scheduler that moves them about makes two-fold differences by itself); and the
// start-up of `serve` against that of a process that does nothing.
//
// Usage: speed_latency MODEMBENCH

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/speed/support.hpp"

namespace {

using modembench::qmi::Bytes;
using namespace modembench::speed;

constexpr int kRounds = 40;          // turns that each side gets
constexpr int kRequestsATurn = 500;  // 20,000 requests a side
constexpr int kStarts = 30;

constexpr int kAsking = 0;
int answering = 0;  // the processor of those who answer

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

void measure_pty(const std::string& program, const std::string& folder) {
  const Served served(answering, program, {"--on", "pty", "--dir", folder});
  const Descriptor modem(open((folder + "/qmi").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC), "open qmi");
  const Descriptor master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
  grantpt(master.get());
  unlockpt(master.get());
  const Descriptor echo(open(ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC), "open pty");
  make_raw(echo.get());
  const Child echoing(answering, [&] { echo_for_ever(master.get()); });
  compare("pty", modem.get(), echo.get());
}

void measure_socket(const std::string& program, const std::string& folder) {
  const Served served(answering, program, {"--on", "socket", "--dir", folder});
  const Descriptor modem = connect_to(folder + "/qmi");
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("socketpair");
  const Descriptor echo(ends[0], "socketpair");
  const Descriptor far(ends[1], "socketpair");
  const Child echoing(answering, [&] { echo_for_ever(far.get()); });
  compare("socket", modem.get(), echo.get());
}

void measure_start(const std::string& program, const std::string& folder) {
  std::vector<double> serve;
  std::vector<double> nothing;
  for (int i = 0; i < kStarts; ++i) {
    auto began = Clock::now();
    {
      const Served served(answering, program, {"--on", "pty", "--dir", folder});
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
