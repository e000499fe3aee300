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
