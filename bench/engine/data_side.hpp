#pragma once

#include <cstdint>
#include <optional>

#include "bench/engine/journal.hpp"
#include "emulator/modem/traffic.hpp"

namespace modembench::bench {

/// Writes to the trace what passes over the network interface: not each of thousands of frames, but the sum of a while.
class DataSide {
 public:
  /// How long that while is, from its first frame on: short enough for a `within`, long enough to be read.
  static constexpr Duration kTellEvery = std::chrono::milliseconds(100);

  explicit DataSide(Journal& journal) : journal_(journal) {}

  /// Adds what a data plane has moved, and how many frames were lost.
  void moved(const modem::Traffic& more, std::uint64_t lost);
  /// Writes to the trace what hasn't been written yet.
  void tell();
  [[nodiscard]] std::optional<Instant> next_deadline() const { return due_; }

 private:
  Journal& journal_;
  trace::Moved untold_;
  std::optional<Instant> due_;
};

}  // namespace modembench::bench
