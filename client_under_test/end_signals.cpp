#include "client_under_test/end_signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace modembench::client_under_test {

EndSignals::EndSignals() {
  sigemptyset(&set_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, &before_);
  fd_ = files::Descriptor(signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK));
}

EndSignals::~EndSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

int EndSignals::take() const {
  signalfd_siginfo info{};
  return read(fd_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info) ? static_cast<int>(info.ssi_signo)
                                                                                  : 0;
}

}  // namespace modembench::client_under_test
