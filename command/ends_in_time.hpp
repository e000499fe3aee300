#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/process_fork.hpp"

namespace modembench::command {

/// Sees to it that this process ends in time after an end signal, with 128 + n, whatever it waits for by then: a reader
/// that doesn't read what it prints, a lock, a disk that doesn't answer. What it then still holds goes as after a
/// kill -9: its processes by themselves, its folder with the next run.
class EndsInTime {
 public:
  /// `signals` outlives it. Where no thread is to be had, time is not looked after.
  EndsInTime(const client_under_test::EndSignals& signals, std::chrono::milliseconds limit);
  EndsInTime(const EndsInTime&) = delete;
  EndsInTime& operator=(const EndsInTime&) = delete;
  ~EndsInTime();

  /// So long, from the signal on, instead.
  void allow(std::chrono::milliseconds limit) { limit_ = limit; }

 private:
  void watch() const;

  const client_under_test::EndSignals& signals_;
  std::atomic<std::chrono::milliseconds> limit_;
  client_under_test::Pipe life_;  ///< closed when nobody need look after the time any more
  std::thread thread_;
};

/// "Within a second", with what the system needs for it taken off.
inline constexpr std::chrono::milliseconds kTimeToEnd{950};

}  // namespace modembench::command
