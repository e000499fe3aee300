#pragma once

#include <cstdint>
#include <optional>

#include "bench/engine/journal.hpp"
#include "emulator/modem/traffic.hpp"

namespace modembench::bench {

/// What passes over the network interface, told of in the trace: not each frame of thousands, but what came in a while.
class DataSide {
 public:
  /// That while, from its first frame on: short enough for a `within`, long enough to be read.
  static constexpr Duration kTellEvery = std::chrono::milliseconds(100);

  explicit DataSide(Journal& journal) : journal_(journal) {}

  void moved(const modem::Traffic& more, std::uint64_t lost);
  /// What hasn't been told of yet is told now.
  void tell();
  [[nodiscard]] std::optional<Instant> next_deadline() const { return due_; }

 private:
  Journal& journal_;
  trace::Moved untold_;
  std::optional<Instant> due_;
};

}  // namespace modembench::bench
