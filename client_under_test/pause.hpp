#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bench/plan/scenario.hpp"
#include "emulator/instant.hpp"

/// What can hold up a run on the machine's clock. A run that was held up proves nothing. On a clock that stands still
/// while anything computes, nothing is late.
namespace modembench::client_under_test {

/// How late a run may be: half of the shortest time that the scenario tells apart (between a client's start and what
/// happens, a delay, a `within`), so that nothing can change places. The margin is never more than kMostLate, as what
/// clients wait for by themselves isn't known; their shortest waits are a few seconds.
inline constexpr Duration kMostLate = std::chrono::milliseconds(1000);
[[nodiscard]] Duration margin_of(const bench::Scenario& scenario, const bench::ClientUse& use);

/// What kept the bench from its work, so that what it times came later than it happened.
struct Pause {
  std::chrono::microseconds longest{0};    ///< the longest time for which the event loop wasn't served
  bool stopped = false;                    ///< a signal has stopped the bench, which was continued later
  std::chrono::microseconds suspended{0};  ///< how long the machine slept, and with it every clock but the calendar's
};

/// A machine that is merely busy serves an event loop within this time. Clients' shortest waits are a few seconds.
inline constexpr std::chrono::seconds kMostBusy{3};

/// Why a run that was paused proves nothing. Empty if it wasn't paused, or for too short a time to change anything:
/// `margin` where the cause is known to have been a pause, else kMostBusy.
[[nodiscard]] std::string paused(const Pause& pause, Duration margin);

/// How long this machine has been suspended since it was booted. A caller compares the values before and after.
[[nodiscard]] std::chrono::microseconds suspended_so_far();

/// How many processes the kernel has killed for want of memory so far, on the whole machine; 0 where it doesn't say.
[[nodiscard]] std::int64_t killed_for_memory_so_far();

/// Measures how late an event loop is, by a timer that is due every few milliseconds.
class Pulse {
 public:
  explicit Pulse(boost::asio::io_context& io) : timer_(io) {}

  void start();
  /// The greatest lateness so far; what is overdue now counts.
  [[nodiscard]] std::chrono::microseconds worst() const;

 private:
  void beat();
  [[nodiscard]] std::chrono::microseconds overdue() const;

  boost::asio::steady_timer timer_;
  bool started_ = false;
  std::chrono::microseconds worst_{0};
};

}  // namespace modembench::client_under_test
