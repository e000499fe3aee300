#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "emulator/instant.hpp"

namespace modembench::ports {

/// Calls a function once, when a moment on a clock has come. A timer that is destroyed calls no more.
class Timer {
 public:
  virtual ~Timer() = default;
  /// Sets the timer, in place of what it waited for. `due` is called from the io_context's thread, never from within
  /// this call. It may set the timer again, and may destroy it.
  virtual void call_at(Instant at, std::function<void()> due) = 0;
  virtual void cancel() = 0;
};

/// The modem's clock: the one place where its time is read, and where what is due is called.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Sets the modem's time to 0.
  virtual void start() = 0;
  [[nodiscard]] virtual Instant now() const = 0;
  /// A new timer, which the clock must outlive.
  [[nodiscard]] virtual std::unique_ptr<Timer> make_timer() = 0;
};

/// The machine's clock as the modem's.
class MachineClock final : public Clock {
 public:
  using Wall = std::chrono::steady_clock;

  explicit MachineClock(boost::asio::io_context& io) : io_(io), began_(Wall::now()) {}

  void start() override { began_ = Wall::now(); }
  [[nodiscard]] Instant now() const override {
    return Instant(std::chrono::duration_cast<Duration>(Wall::now() - began_));
  }
  [[nodiscard]] std::unique_ptr<Timer> make_timer() override;
  [[nodiscard]] Wall::time_point wall_time(Instant at) const { return began_ + at.time_since_epoch(); }

 private:
  boost::asio::io_context& io_;
  Wall::time_point began_;
};

}  // namespace modembench::ports
