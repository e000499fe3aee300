#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bench/plan/scenario.hpp"
#include "emulator/instant.hpp"

/// What a run on the machine's clock can be held up by: one that was proves nothing. On a clock that stands still while
/// anything computes nothing is late.
namespace modembench::client_under_test {

/// How late a run may be: half of the shortest time that the scenario tells apart (between a client's start and what
/// happens, a delay, a `within`), so that nothing can change places; and never more than kMostLate, as what clients
/// wait for by themselves isn't known: their shortest waits are a few seconds.
inline constexpr Duration kMostLate = std::chrono::milliseconds(1000);
[[nodiscard]] Duration margin_of(const bench::Scenario& scenario, const bench::ClientUse& use);

/// What kept the bench from its work, so that what it times came later than it happened.
struct Pause {
  std::chrono::microseconds longest{0};    ///< that its event loop wasn't served
  bool stopped = false;                    ///< it was stopped by a signal, and continued
  std::chrono::microseconds suspended{0};  ///< the machine slept, and with it every clock but the calendar's
};

/// A machine that is merely busy serves an event loop sooner than that. Clients' shortest waits are a few seconds.
inline constexpr std::chrono::seconds kMostBusy{3};

/// Why a run that was paused proves nothing; empty if it wasn't, or for too short a time to change anything: the
/// `margin` where it is known to have been a pause, else kMostBusy.
[[nodiscard]] std::string paused(const Pause& pause, Duration margin);

/// How long this machine has been suspended since it was booted; to be taken before and after.
[[nodiscard]] std::chrono::microseconds suspended_so_far();

/// How many processes the kernel has killed for want of memory so far, on the whole machine; 0 where it doesn't say.
[[nodiscard]] std::int64_t killed_for_memory_so_far();

/// Measures how late an event loop is, by a timer that is due every few milliseconds.
class Pulse {
 public:
  explicit Pulse(boost::asio::io_context& io) : timer_(io) {}

  void start();
  /// The worst so far, with what is overdue now.
  [[nodiscard]] std::chrono::microseconds worst() const;

 private:
  void beat();
  [[nodiscard]] std::chrono::microseconds overdue() const;

  boost::asio::steady_timer timer_;
  bool started_ = false;
  std::chrono::microseconds worst_{0};
};

}  // namespace modembench::client_under_test
