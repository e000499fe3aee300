#pragma once

#include <atomic>
#include <chrono>
#include <string_view>
#include <thread>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/process_fork.hpp"

namespace modembench::command {

/// Sees to it that this process ends in time after an end signal, with 128 + n, whatever it waits for by then: a reader
/// that doesn't read what it prints, a lock, a disk that doesn't answer. What the process still holds then goes as
/// after a kill -9: its processes by themselves, its folder with the next run.
class EndsInTime {
 public:
  /// `signals` must outlive this object. If no thread can be had, time is not looked after.
  EndsInTime(const client_under_test::EndSignals& signals, std::chrono::milliseconds limit);
  EndsInTime(const EndsInTime&) = delete;
  EndsInTime& operator=(const EndsInTime&) = delete;
  ~EndsInTime();

  /// Sets another limit, counted from the signal.
  void allow(std::chrono::milliseconds limit) { limit_ = limit; }

 private:
  void watch() const;

  const client_under_test::EndSignals& signals_;
  std::atomic<std::chrono::milliseconds> limit_;
  client_under_test::Pipe life_;  ///< closed when the time need not be looked after any more
  std::thread thread_;
};

/// Prints to standard error why nothing more can be done. Returns the exit status: 128 + n if signal n has come, or
/// else kUnusable.
[[nodiscard]] int unusable(std::string_view why, client_under_test::EndSignals& signals);

/// The limit for "within a second", with what the system needs for the end taken off.
inline constexpr std::chrono::milliseconds kTimeToEnd{950};

}  // namespace modembench::command
