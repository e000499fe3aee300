#include "client_under_test/end_signals.hpp"

#include <utility>

#include <sys/signalfd.h>
#include <unistd.h>

namespace modembench::client_under_test {

std::vector<int> end_signals() {
  std::vector<int> heard;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now {};
    if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) heard.push_back(signal);
  }
  return heard;
}

EndSignals::EndSignals() : heard_(end_signals()) {
  sigemptyset(&set_);
  for (const int signal : heard_) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, &before_);
  fd_ = files::Descriptor(signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_) pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

EndSignals::~EndSignals() {
  if (taken_) drain();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int EndSignals::pending() const {
  sigset_t came;
  if (sigpending(&came) != 0) return 0;
  for (const int signal : heard_) {
    if (sigismember(&came, signal) == 1) return signal;
  }
  return 0;
}

int EndSignals::take() {
  const int signal = pending();
  taken_ = taken_ || signal != 0;
  drain();
  return signal;
}

void EndSignals::let_go() { pthread_sigmask(SIG_UNBLOCK, &set_, nullptr); }

void EndSignals::drain() const {
  signalfd_siginfo info{};
  while (read(fd_.get(), &info, sizeof info) > 0) {
  }
}

EndSignalWatch::EndSignalWatch(boost::asio::io_context& io, const EndSignals& signals,
                               std::function<void(int signal)> heard)
    : stream_(io) {
  boost::system::error_code error;
  if (signals.fd() < 0 || stream_.assign(signals.fd(), error)) return;
  stream_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [&signals, heard = std::move(heard)](boost::system::error_code failed) {
                       if (!failed) heard(signals.pending());
                     });
}

EndSignalWatch::~EndSignalWatch() {
  if (stream_.is_open()) stream_.release();
}

}  // namespace modembench::client_under_test
