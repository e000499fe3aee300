#include "client_under_test/virtual_clock.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <thread>
#include <utility>

#include <poll.h>

namespace modembench::client_under_test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::int64_t kMicrosecond = 1000;

// A look takes some microseconds for each process; what is waited for is a client that computes.
constexpr microseconds kFirstPause{20};
constexpr microseconds kLongestPause{1000};

// A client that computes for longer than that at a time, in processor time, may be one that waits for the time to pass
// without ever looking at the clock; for one that can't be seen to compute, by the machine's clock.
constexpr std::chrono::nanoseconds kComputesTooLong = std::chrono::seconds(3);
constexpr std::chrono::seconds kBusyTooLong{30};

// A worker of the kernel that has to wait for a processor for longer than that is late.
constexpr milliseconds kWorkersTime{5};

// How finely time goes on with the machine's.
constexpr milliseconds kStep{1};
// By how much of the machine's time it goes on at once at most. Where the bench wasn't let run for longer than that,
// its client wasn't either: the pause is the machine's, and none of the time that the client has for what it does.
constexpr milliseconds kMostAtOnce{20};

}  // namespace

class VirtualClock::VirtualTimer final : public ports::Timer {
 public:
  explicit VirtualTimer(VirtualClock& clock) : clock_(clock) {}
  VirtualTimer(const VirtualTimer&) = delete;
  VirtualTimer& operator=(const VirtualTimer&) = delete;
  ~VirtualTimer() override { cancel(); }

  void call_at(Instant at, std::function<void()> due) override {
    cancel();
    call_ = std::move(due);
    place_ = {clock_.began_ + at.time_since_epoch().count() * kMicrosecond, ++clock_.set_};
    clock_.due_.emplace(*place_, this);
  }

  void cancel() override {
    if (place_) clock_.due_.erase(*place_);
    place_.reset();
  }

  void call() {
    cancel();
    // It may be set anew, or gone, in there.
    const auto call = std::move(call_);
    call();
  }

 private:
  VirtualClock& clock_;
  std::function<void()> call_;
  std::optional<std::pair<Nanoseconds, std::uint64_t>> place_;
};

VirtualClock::VirtualClock(ClockFolder& folder)
    : folder_(folder), channel_(folder.shared(), folder.socket()), now_(folder.shared().now) {}

VirtualClock::~VirtualClock() = default;

Instant VirtualClock::now() const { return Instant(Duration((now_ - began_) / kMicrosecond)); }

std::unique_ptr<ports::Timer> VirtualClock::make_timer() { return std::make_unique<VirtualTimer>(*this); }

void VirtualClock::run(boost::asio::io_context& io, const Surroundings& surroundings) {
  while (!io.stopped()) {
    if (let_go_) {
      go_with_machine(io);
      continue;
    }
    const auto rest = wait_until_quiet(surroundings);
    if (rest == Rest::interrupted) {
      io.poll();
      continue;
    }
    if (rest != Rest::too_busy) {
      if (deliver_among_clients() || surroundings.deliver() || surroundings.take_in() || io.poll_one() > 0 ||
          surroundings.on_the_way())
        continue;
      if (io.stopped()) return;
    }
    if (rest == Rest::quiet && !surroundings.goes_with_machine()) {
      goes_on_ = false;
      jump();
    } else {
      go_with_machine(io);
    }
  }
}

VirtualClock::Rest VirtualClock::wait_until_quiet(const Surroundings& surroundings) {
  const ClientTasks::Known known{
      .wait = [this](pid_t process, pid_t thread) { return channel_.wait_of(process, thread); },
      .keeps_house = [this](pid_t process, pid_t thread) { return channel_.knows_another(process, thread); },
  };
  for (auto pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    folder_.shared().bench_sleeps = 1;
    (void)channel_.take_in();
    // To a limit of the client's own, never to the end of it all.
    if (jumps_early_ && channel_.next() && std::exchange(may_be_wrong_, !may_be_wrong_)) return Rest::quiet;
    const auto state = tasks_.look(known);
    if (state == ClientTasks::State::unknown) return Rest::too_busy;
    // Who has begun to wait while we looked has said so before.
    if (state != ClientTasks::State::busy && channel_.take_in()) continue;
    if (state != ClientTasks::State::busy) {
      at_rest_ = Wall::now();
      computed_at_rest_ = tasks_.computed();
      channel_.keep_only([this](pid_t process) { return tasks_.lives(process); },
                         [this](pid_t process, pid_t thread) { return tasks_.lives(process, thread); });
      return state == ClientTasks::State::quiet ? Rest::quiet : Rest::waits_by_machine;
    }
    if (tasks_.computed() - computed_at_rest_ > kComputesTooLong.count() || Wall::now() - at_rest_ > kBusyTooLong) {
      return Rest::too_busy;
    }
    const auto heard = listen(surroundings, pause);
    if (heard == Heard::signal) return Rest::interrupted;
    if (heard == Heard::word) pause = kFirstPause;
  }
}

VirtualClock::Heard VirtualClock::listen(const Surroundings& surroundings, microseconds time) const {
  std::array<pollfd, 2> events = {{{.fd = folder_.socket(), .events = POLLIN, .revents = 0},
                                   {.fd = surroundings.signals, .events = POLLIN, .revents = 0}}};
  const timespec limit{0, static_cast<long>(time.count() * kMicrosecond)};
  if (ppoll(events.data(), events.size(), &limit, nullptr) <= 0) return Heard::nothing;
  return events[1].revents != 0 ? Heard::signal : Heard::word;
}

void VirtualClock::go_with_machine(boost::asio::io_context& io) {
  if (!std::exchange(goes_on_, true)) went_on_ = Wall::now();
  const auto next = std::min(next_of_ours(), channel_.next().value_or(ClockChannel::Next{}).deadline);
  const auto left = std::clamp<Nanoseconds>(next - now_, 0, std::chrono::nanoseconds(kStep).count());
  if (left > 0) io.run_one_for(std::chrono::nanoseconds(left));
  (void)channel_.take_in();
  const std::chrono::nanoseconds passed = std::min<Wall::duration>(Wall::now() - went_on_, kMostAtOnce);
  set_now(now_ + std::clamp<Nanoseconds>(passed.count(), 0, std::max<Nanoseconds>(next - now_, 0)));
  went_on_ = Wall::now();
  io.poll();
  if (!io.stopped()) call_next(now_);
}

// What clients write to terminals of their own: who polls one waits for the worker that carries it; of who reads it all
// that is known is that he sleeps. True if there was something.
bool VirtualClock::deliver_among_clients() {
  const auto writes = folder_.shared().terminal_writes.load();
  if (std::exchange(terminal_writes_, writes) == writes) return false;
  channel_.nudge();
  if (tasks_.somebody_reads()) std::this_thread::sleep_for(kWorkersTime);
  return true;
}

void VirtualClock::jump() { call_next(clock_preload::kNever); }

// The first that is due until then goes on; time goes on to it.
void VirtualClock::call_next(Nanoseconds latest) {
  const auto theirs = channel_.next();
  const auto ours = next_of_ours();
  const auto next = theirs ? std::min(theirs->deadline, ours) : ours;
  if (next > latest || next == clock_preload::kNever) return;
  if (next > now_) set_now(std::max(next, now_ + least_step()));
  if (ours == next) {
    due_.begin()->second->call();
  } else {
    channel_.call(*theirs, now_);
  }
}

// A client that is to be called every microsecond is called less often, or it would take longer than by the machine's
// clock: as the kernel does it, which counts what was missed.
VirtualClock::Nanoseconds VirtualClock::least_step() {
  constexpr Nanoseconds kStretch = 100'000'000;
  constexpr unsigned kMostJumps = 300;
  ++jumps_;
  if (now_ - stretch_began_ >= kStretch) {
    stretch_began_ = now_;
    jumps_in_stretch_ = 0;
  }
  return ++jumps_in_stretch_ > kMostJumps ? std::chrono::nanoseconds(kStep).count() : 0;
}

void VirtualClock::set_now(Nanoseconds now) {
  now_ = now;
  folder_.shared().now = now;
}

VirtualClock::Nanoseconds VirtualClock::next_of_ours() const {
  return due_.empty() ? clock_preload::kNever : due_.begin()->first.first;
}

}  // namespace modembench::client_under_test
