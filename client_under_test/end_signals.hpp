#pragma once

#include <csignal>
#include <functional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// SIGINT, SIGTERM and SIGHUP, by which a program is told to end, without those that this process ignores: that they
/// are ignored was decided by who started it (nohup, a shell's `trap ''`).
[[nodiscard]] std::vector<int> end_signals();

/// Holds the end signals back for as long as it lives: none ends this process where it stands, and none is lost. One
/// that has come stays pending, for whoever holds them inside and outside of here to see; if nobody takes it, it ends
/// this process when the outermost of these goes. Made before everything that is to be given back in good order.
/// Threads are to be started after it.
class EndSignals {
 public:
  EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;
  ~EndSignals();

  /// Readable, for poll, as long as one is pending. No descriptor where none was to be had: then they end this process
  /// as ever.
  [[nodiscard]] int fd() const { return fd_.get(); }
  /// The one that has come; 0 if none.
  [[nodiscard]] int pending() const;
  /// The same for who ends this process because of it: it, and what else comes until this goes, does nothing any more.
  [[nodiscard]] int take();
  /// Holds them back no longer; what has come ends this process now.
  void let_go();

 private:
  void drain() const;

  std::vector<int> heard_;
  sigset_t set_{};
  sigset_t before_{};
  files::Descriptor fd_;
  bool taken_ = false;
};

/// Tells who runs an io_context when an end signal has come, once.
class EndSignalWatch {
 public:
  /// `signals` outlives it.
  EndSignalWatch(boost::asio::io_context& io, const EndSignals& signals, std::function<void(int signal)> heard);
  EndSignalWatch(const EndSignalWatch&) = delete;
  EndSignalWatch& operator=(const EndSignalWatch&) = delete;
  ~EndSignalWatch();

 private:
  boost::asio::posix::stream_descriptor stream_;  ///< `signals` has the descriptor
};

}  // namespace modembench::client_under_test
