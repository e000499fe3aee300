#pragma once

#include <csignal>
#include <functional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// The signals by which a program is told to end: SIGINT, SIGTERM and SIGHUP, without those that this process ignores.
/// Whoever started it has decided that they are ignored (nohup, a shell's `trap ''`).
[[nodiscard]] std::vector<int> end_signals();

/// Holds the end signals back for as long as this object lives, so that none ends this process where it stands and none
/// is lost. A signal that has come stays pending and can be seen by every such object, inside and outside of this one.
/// If none takes the signal, it ends this process when the outermost of them goes. To be made before everything that is
/// to be cleared away in good order, and before threads are started.
class EndSignals {
 public:
  EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;
  ~EndSignals();

  /// A descriptor that is readable, for poll, while a signal is pending. It is none where none could be had; end
  /// signals then end this process as ever.
  [[nodiscard]] int fd() const { return fd_.get(); }
  /// The signal that has come; 0 if none.
  [[nodiscard]] int pending() const;
  /// Takes the signal that has come, for a caller that ends this process because of it. That signal, and any that comes
  /// until this object goes, does nothing any more. 0 if none has come.
  [[nodiscard]] int take();
  /// Holds the signals back no longer. A signal that has come ends this process now.
  void let_go();

 private:
  void drain() const;

  std::vector<int> heard_;
  sigset_t set_{};
  sigset_t before_{};
  files::Descriptor fd_;
  bool taken_ = false;
};

/// Calls a function of an io_context's owner once when an end signal has come.
class EndSignalWatch {
 public:
  /// `signals` must outlive the watch.
  EndSignalWatch(boost::asio::io_context& io, const EndSignals& signals, std::function<void(int signal)> heard);
  EndSignalWatch(const EndSignalWatch&) = delete;
  EndSignalWatch& operator=(const EndSignalWatch&) = delete;
  ~EndSignalWatch();

 private:
  boost::asio::posix::stream_descriptor stream_;  ///< the descriptor belongs to `signals`
};

}  // namespace modembench::client_under_test
