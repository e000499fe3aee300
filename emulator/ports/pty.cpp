#include "emulator/ports/pty.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>

namespace modembench::ports {
namespace {

tl::unexpected<Failure> failure(const std::string& step) {
  return tl::unexpected("can't make a pseudo-terminal: " + step + ": " + files::error_text(errno));
}

}  // namespace

// The master's termios calls concern the slave. So the slave never needs to be opened here, which those who count
// its opens would see.
Result<Pty> open_pty() {
  Pty pty;
  pty.master.reset(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!pty.master) return failure("/dev/ptmx");
  const int master = pty.master.get();
  if (grantpt(master) != 0) return failure("grantpt");
  termios settings{};
  if (tcgetattr(master, &settings) != 0) return failure("tcgetattr");
  cfmakeraw(&settings);
  if (tcsetattr(master, TCSANOW, &settings) != 0) return failure("tcsetattr");
  std::array<char, 64> name{};
  if (const int error = ptsname_r(master, name.data(), name.size()); error != 0) {
    errno = error;
    return failure("ptsname");
  }
  pty.slave = name.data();
  if (unlockpt(master) != 0) return failure("unlockpt");
  return pty;
}

// A terminal's reader gets what was written by a worker of the kernel. poll(2) on the reader's side waits for that
// worker where there is nothing to be read (n_tty_poll in Linux' n_tty.c calls tty_buffer_flush_work).
void deliver_to_slave(const std::string& slave) {
  const files::Descriptor reader(open(slave.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (reader) {
    pollfd readable{.fd = reader.get(), .events = POLLIN, .revents = 0};
    poll(&readable, 1, 0);
    return;
  }
  // A client has it for itself (TIOCEXCL), and we are no administrator: a worker that has to wait for a processor for
  // longer than that is late.
  constexpr int kWorkersTime = 5;
  poll(nullptr, 0, kWorkersTime);
}

bool hung_up(int master) {
  pollfd poll_for{.fd = master, .events = 0, .revents = 0};
  return poll(&poll_for, 1, 0) == 1 && (poll_for.revents & POLLHUP) != 0;
}

void forget_unread(int master) {
  termios settings{};
  if (tcgetattr(master, &settings) != 0) return;
  if (hung_up(master)) cfmakeraw(&settings);
  // Bytes on their way to the slave wait in two places: the driver's buffer, which a flush of the master's output
  // empties, and the slave's line discipline, which a change of settings with "flush" empties.
  tcflush(master, TCOFLUSH);
  tcsetattr(master, TCSAFLUSH, &settings);
}

}  // namespace modembench::ports
