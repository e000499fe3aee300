#pragma once

#include <chrono>

#include "emulator/instant.hpp"

namespace modembench::ports {

/// The modem's clock: the machine's, read a whole number of times as fast. The one place where wall time becomes the
/// modem's, and back.
class Clock {
 public:
  using Wall = std::chrono::steady_clock;

  explicit Clock(unsigned speed = 1) : speed_(speed), began_(Wall::now()) {}

  [[nodiscard]] unsigned speed() const { return speed_; }
  /// The modem's time is 0 now.
  void start() { began_ = Wall::now(); }
  [[nodiscard]] Instant now() const {
    return std::chrono::duration_cast<Instant>((Wall::now() - began_) * static_cast<Wall::rep>(speed_));
  }
  /// How long that takes on the machine's clock; not less.
  [[nodiscard]] Wall::duration wall(Duration time) const {
    return (Wall::duration(time) + Wall::duration(speed_ - 1)) / static_cast<Wall::rep>(speed_);
  }
  [[nodiscard]] Wall::time_point wall_time(Instant at) const { return began_ + wall(at); }

 private:
  unsigned speed_;
  Wall::time_point began_;
};

}  // namespace modembench::ports
