#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>
#include <unistd.h>

#include "client_under_test/process.hpp"
#include "tests/unit/client_under_test/stage_support.hpp"

namespace modembench::testing {

using client_under_test::Command;
using client_under_test::Ended;
using client_under_test::Process;
using Lines = std::vector<std::string>;

inline Command shell(const std::string& script) {
  return {.arguments = {"/bin/sh", "-c", script}, .environment = {}, .folder = {}};
}

// A client beside us, or in a stage; what it said and how it ended.
struct Client {
  boost::asio::io_context& io;
  ports::MachineClock clock{io};
  Lines said;
  std::optional<Ended> ended;
  std::unique_ptr<Process> process;

  Client(boost::asio::io_context& context, const Command& command, Stage* stage = nullptr) : io(context) {
    auto started = Process::start(io, clock, command, stage,
                                  {.says =
                                       [this](std::string line) {
                                         CHECK_FALSE(ended);
                                         said.push_back(std::move(line));
                                         if (on_line) on_line();
                                       },
                                   .ended =
                                       [this](const Ended& how) {
                                         CHECK_FALSE(ended);
                                         ended = how;
                                       }});
    if (!started) FAIL(started.error());
    process = std::move(*started);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void run_until_ended() {
    run_until(io, [&] { return ended.has_value(); });
  }
  void run_until_said(std::size_t lines) {
    run_until(io, [&] { return said.size() >= lines; });
  }
  std::function<void()> on_line;
};

inline std::string refusal(const Command& command, Stage* stage = nullptr) {
  boost::asio::io_context io{1};
  ports::MachineClock clock{io};
  const auto started = Process::start(io, clock, command, stage, {});
  return started ? "started" : started.error();
}

// A pipe that a client's processes hold open: closed when none of them is left.
class Lifesign {
 public:
  Lifesign() { REQUIRE(pipe(ends_) == 0); }
  Lifesign(const Lifesign&) = delete;
  Lifesign& operator=(const Lifesign&) = delete;
  ~Lifesign() {
    close(ends_[0]);
    if (ends_[1] >= 0) close(ends_[1]);
  }
  /// How the client's processes name it; they open it themselves, since nothing of ours is inherited.
  [[nodiscard]] std::string path() const {
    return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(ends_[1]);
  }
  [[nodiscard]] bool all_gone() {
    close(ends_[1]);
    ends_[1] = -1;
    pollfd event{.fd = ends_[0], .events = POLLIN, .revents = 0};
    char unused[64];
    while (poll(&event, 1, 30'000) == 1) {
      if (read(ends_[0], unused, sizeof unused) <= 0) return true;
    }
    return false;
  }

 private:
  int ends_[2] = {-1, -1};
};

// Three ways to get away from the client's process group.
inline constexpr const char* kDaemon =
    "(setsid sh -c '(trap \"\" TERM HUP; exec 9>$LIFE; echo daemon up; sleep 1000) & exec sleep 1000' &) ; sleep 1000 "
    "& ";

}  // namespace modembench::testing
