#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "emulator/instant.hpp"
#include "emulator/scenario/scenario.hpp"

/// What a faster clock costs: a machine that is 10 ms late is 200 ms late on a clock that is twenty times as fast, and
/// what a client computes takes it that much longer, too. A run that lost its margin proves nothing.
namespace modembench::client_under_test {

/// How late a run may be, on the modem's clock: half of the shortest time that the scenario tells apart (between a
/// client's start and what happens, a delay, a `within`), so that nothing can change places; and never more than
/// kMostLate, as what clients wait for by themselves isn't known: their shortest waits are a few seconds.
inline constexpr Duration kMostLate = std::chrono::milliseconds(1000);
[[nodiscard]] Duration margin_of(const scenario::Scenario& scenario, const scenario::ClientUse& use);

/// What a run was held up by, on the machine's clock.
struct Strain {
  std::chrono::microseconds late{0};       ///< the worst that anything due came too late
  std::chrono::microseconds computing{0};  ///< what the client and all it started were at, or kept from by others
};

/// Why a run on a clock `speed` times as fast lost its margin: both together, on the modem's clock, are more than it.
/// Empty if it didn't.
[[nodiscard]] std::string lost_margin(const Strain& strain, unsigned speed, Duration margin);

/// The speed at which the same strain would have left a quarter of the margin; at least 1.
[[nodiscard]] unsigned bearable_speed(const Strain& strain, Duration margin);

/// The highest speed at which a machine that is `late` as a rule has the margin with room to spare; at least 1.
inline constexpr unsigned kMostAutomatic = 50;
[[nodiscard]] unsigned speed_within(Duration margin, std::chrono::microseconds late);
/// How late this machine's timers are, tried for about 100 ms.
[[nodiscard]] std::chrono::microseconds usual_lateness();

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

/// What this process's children have been at so far: to be taken before and after.
struct Load {
  std::chrono::microseconds computed{0};  ///< processor time of all that have been waited for, and of theirs
  std::int64_t preempted = 0;             ///< how often one of them had to give way to another process
  /// How long somebody on this machine waited for a processor (Linux' pressure stall information), where it says so.
  std::optional<std::chrono::microseconds> waited;
};
[[nodiscard]] Load load_so_far();
/// What they computed in between, and at most waited for a processor: both a slice for each time that they gave way and
/// what all on the machine waited are more than that, so that the smaller one counts.
[[nodiscard]] std::chrono::microseconds held_up(const Load& before, const Load& after);

}  // namespace modembench::client_under_test
