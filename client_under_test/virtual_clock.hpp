#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "client_under_test/client_tasks.hpp"
#include "client_under_test/clock_channel.hpp"
#include "client_under_test/clock_folder.hpp"
#include "emulator/ports/clock.hpp"

namespace modembench::client_under_test {

/// A clock for a modem and its client's processes alike. The clock stands still while any of them computes, and jumps
/// to the next moment at which something is due when all sleep and nothing is on its way between them. The bench itself
/// acts at such moments only: what has come by then is taken in in a fixed order, so that a run repeats with its times.
///
/// One thing that is due is called at a time. Where several are due at the same moment, the modem's come first, then
/// the client's timers, then its threads.
class VirtualClock final : public ports::Clock {
 public:
  /// What the clock has to know of the run.
  struct Surroundings {
    /// Waits until everything written to ports, on either side, can be read on the other. Returns false if nothing was
    /// on its way to the client.
    std::function<bool()> deliver;
    /// Takes in what the client has said and sent. Returns false if there was nothing.
    std::function<bool()> take_in;
    /// Whether something is on its way to the client that the kernel has still to carry.
    std::function<bool()> on_the_way;
    /// A descriptor that is readable when a signal is to end the run.
    int signals = -1;
    /// Whether time goes with the machine's at this moment, as the run talks to something outside.
    std::function<bool()> goes_with_machine;
  };

  /// `folder` must outlive the clock.
  explicit VirtualClock(ClockFolder& folder);
  VirtualClock(const VirtualClock&) = delete;
  VirtualClock& operator=(const VirtualClock&) = delete;
  ~VirtualClock() override;

  void start() override { began_ = now_; }
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] std::unique_ptr<ports::Timer> make_timer() override;

  /// Runs `io` on this clock, in place of io.run(), until `io` is stopped.
  void run(boost::asio::io_context& io, const Surroundings& surroundings);
  /// Lets time go with the machine's from now on: the run is to end, whatever its client does.
  void let_go() { let_go_ = true; }

  /// Lets time jump now and then before anybody has been looked at, for tests of what finds that.
  void plant_early_jumps() { jumps_early_ = true; }

  /// How often time has jumped.
  [[nodiscard]] std::uint64_t jumps() const { return jumps_; }

 private:
  using Nanoseconds = clock_preload::Nanoseconds;
  using Wall = std::chrono::steady_clock;
  class VirtualTimer;
  enum class Rest : std::uint8_t { quiet, waits_by_machine, interrupted, too_busy };

  Rest wait_until_quiet(const Surroundings& surroundings);
  enum class Heard : std::uint8_t { nothing, word, signal };
  [[nodiscard]] Heard listen(const Surroundings& surroundings, std::chrono::microseconds time) const;
  bool deliver_among_clients();
  void go_with_machine(boost::asio::io_context& io);
  void jump();
  void call_next(Nanoseconds latest);
  [[nodiscard]] Nanoseconds least_step();
  void set_now(Nanoseconds now);
  [[nodiscard]] Nanoseconds next_of_ours() const;

  ClockFolder& folder_;
  ClockChannel channel_;
  ClientTasks tasks_;
  Nanoseconds now_;
  Nanoseconds began_ = 0;
  /// timers that are due, equal ones in the order in which they were set
  std::map<std::pair<Nanoseconds, std::uint64_t>, VirtualTimer*> due_;
  std::uint64_t set_ = 0;
  std::uint64_t jumps_ = 0;
  Nanoseconds stretch_began_ = 0;  ///< begin of the stretch of the client's time in which jumps are counted
  unsigned jumps_in_stretch_ = 0;
  std::uint32_t terminal_writes_ = 0;
  bool goes_on_ = false;                    ///< whether time goes with the machine's
  Wall::time_point went_on_;                ///< the machine's time up to which it has been taken over
  Wall::time_point at_rest_ = Wall::now();  ///< when all clients were at rest last
  std::int64_t computed_at_rest_ = 0;       ///< what all clients had computed when they were at rest last
  bool let_go_ = false;
  bool jumps_early_ = false;
  bool may_be_wrong_ = false;  ///< errors are possible, at every other look
};

}  // namespace modembench::client_under_test
