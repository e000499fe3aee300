#pragma once

#include <coroutine>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "client_under_test/reference/client_logic.hpp"

namespace modembench::client_under_test::reference {

/// Something that happens to a client.
struct Event {
  enum class Kind : std::uint8_t { opened, open_failed, received, hung_up, told_to_stop, time };
  Kind kind = Kind::time;
  qmi::Bytes bytes{};
  std::string why{};
};

/// The end of a wait without a limit; only a client that is to be caught waits so.
inline constexpr Instant kForEver = Instant::max();

/// The place where a client's one coroutine meets the outside. Events come in one after the other and wake it, actions
/// go out.
class Desk {
 public:
  struct Awaiter {
    Desk& desk;
    Instant until;
    [[nodiscard]] bool await_ready() const { return !desk.events_.empty() || until <= desk.now_; }
    void await_suspend(std::coroutine_handle<> waiter) {
      desk.waiter_ = waiter;
      desk.until_ = until;
    }
    Event await_resume() { return desk.take_event(); }
  };

  /// The next event; Event::Kind::time once `until` has come without one.
  [[nodiscard]] Awaiter next(Instant until) { return {*this, until}; }

  [[nodiscard]] Instant now() const { return now_; }
  /// Whether the client has been told to stop.
  [[nodiscard]] bool stopping() const { return stopping_; }
  void put(Action action) { actions_.push_back(std::move(action)); }
  void say(std::string line) { put({.kind = Action::Kind::say, .text = std::move(line)}); }

  // --- for the owner, who runs the client
  void move_to(Instant now) { now_ = std::max(now_, now); }
  void deliver(Event event) {
    stopping_ = stopping_ || event.kind == Event::Kind::told_to_stop;
    events_.push_back(std::move(event));
    wake();
  }
  void wake_if_due() {
    if (waiter_ && until_ <= now_) wake();
  }
  [[nodiscard]] std::optional<Instant> next_deadline() const {
    if (!waiter_ || until_ == kForEver) return std::nullopt;
    return until_;
  }
  [[nodiscard]] Actions take_actions() { return std::exchange(actions_, {}); }

 private:
  Event take_event() {
    if (events_.empty()) return {};
    Event event = std::move(events_.front());
    events_.pop_front();
    return event;
  }
  void wake() {
    if (waiter_) std::exchange(waiter_, {}).resume();
  }

  Instant now_{};
  bool stopping_ = false;
  std::deque<Event> events_;
  Actions actions_;
  std::coroutine_handle<> waiter_;
  Instant until_{};
};

}  // namespace modembench::client_under_test::reference
