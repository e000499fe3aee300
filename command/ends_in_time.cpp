#include "command/ends_in_time.hpp"

#include <array>
#include <latch>
#include <system_error>

#include <poll.h>
#include <unistd.h>

#include "command/terminal.hpp"

namespace modembench::command {

using std::chrono::milliseconds;

EndsInTime::EndsInTime(const client_under_test::EndSignals& signals, milliseconds limit)
    : signals_(signals), limit_(limit) {
  if (signals.fd() < 0 || !client_under_test::make_pipe(life_)) return;
  try {
    std::latch up(1);
    thread_ = std::thread([&] {
      up.count_down();
      watch();
    });
    // This process will fork: what is locked while a thread begins (of an allocator, say) would stay so in the child.
    up.wait();
  } catch (const std::system_error&) {
    // The limit of processes.
  }
}

EndsInTime::~EndsInTime() {
  life_.write.reset();
  if (thread_.joinable()) thread_.join();
}

void EndsInTime::watch() const {
  std::array<pollfd, 2> events = {{{.fd = life_.read.get(), .events = POLLIN, .revents = 0},
                                   {.fd = signals_.fd(), .events = POLLIN, .revents = 0}}};
  while (poll(events.data(), events.size(), -1) < 0) {
  }
  const int signal = signals_.pending();
  if (signal == 0) return;
  // Counted, not measured: on a machine that lets us wait for our turn, the others wait for theirs.
  constexpr milliseconds kStep{25};
  for (milliseconds passed{0}; passed < limit_.load(); passed += kStep) {
    if (poll(events.data(), 1, static_cast<int>(kStep.count())) > 0) return;
  }
  _exit(128 + signal);
}

int unusable(std::string_view why, client_under_test::EndSignals& signals) {
  const int status = unusable(why);
  const int signal = signals.take();
  return signal != 0 ? 128 + signal : status;
}

}  // namespace modembench::command
