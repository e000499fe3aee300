#pragma once

#include <coroutine>
#include <optional>
#include <utility>

namespace modembench::client_under_test::reference {

/// A coroutine that runs when it is awaited, and then goes on with the coroutine that awaited it. A task knows no
/// thread, clock or loop: the Desk is told from outside what the task waits for. Destroying a task destroys the
/// coroutines that it waits in.
template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    std::optional<T> value;
    std::coroutine_handle<> awaiting;

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct ToWhoeverWaits {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> done) noexcept {
          const auto next = done.promise().awaiting;
          return next ? next : std::noop_coroutine();
        }
        void await_resume() noexcept {}
      };
      return ToWhoeverWaits{};
    }
    void return_value(T result) { value.emplace(std::move(result)); }
    // Nothing is thrown here but for want of memory: that goes to whoever brought the event.
    void unhandled_exception() { throw; }
  };

  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this == &other) return *this;
    if (coroutine_) coroutine_.destroy();
    coroutine_ = std::exchange(other.coroutine_, {});
    return *this;
  }
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  /// Starts the outermost task, which no other awaits.
  void start() { coroutine_.resume(); }
  [[nodiscard]] bool done() const { return coroutine_.done(); }
  [[nodiscard]] const T& result() const { return *coroutine_.promise().value; }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    coroutine_.promise().awaiting = awaiting;
    return coroutine_;
  }
  T await_resume() { return std::move(*coroutine_.promise().value); }

 private:
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}

  std::coroutine_handle<promise_type> coroutine_;
};

}  // namespace modembench::client_under_test::reference
