#pragma once

#include <functional>

#include <sys/types.h>

/// How the parts of a client hand something to each other, while nothing but that is waited for: whoever waits has a
/// limit of ten seconds, whoever gives computes for a while before it does. On a clock that jumps too early the one who
/// waits comes to its limit, or sees time pass.
namespace hops {

inline constexpr int kLimit = 10'000;  ///< milliseconds

/// What became of one hop.
enum class Hop {
  came,      ///< at the moment at which it was waited for
  late,      ///< not at all, or after time had passed
  not_here,  ///< this machine has no such thing, or lets nobody have it
};
inline Hop came_if(bool in_time) { return in_time ? Hop::came : Hop::late; }

/// A way to hand something over.
struct Way {
  const char* name;
  Hop (*hop)(int round);
};

/// CLOCK_MONOTONIC, in nanoseconds.
[[nodiscard]] long long now();
/// A program's first argument: how many rounds; "late": two, and who gives does so late.
[[nodiscard]] int rounds_from(int argc, char** argv);
/// What goes before giving. Computes for up to half a millisecond, drawn from the round's number; who gives late for
/// 0.3 s of a processor's time, or until time has passed, which on a right clock it can't meanwhile.
void compute(int round);
/// True if there is something to be read within the limit.
[[nodiscard]] bool readable(int descriptor);
/// Runs that in a process of its own.
[[nodiscard]] pid_t apart(const std::function<void()>& body);
/// `give` is done by another process, `get` tells whether it came. No time may have passed.
[[nodiscard]] Hop from_another(int round, const std::function<void()>& give, const std::function<bool()>& get);

/// Two descriptors, closed at the end: what is written to `give` can be read from `get`.
struct Pair {
  int get = -1;
  int give = -1;
  Pair() = default;
  Pair(int get_end, int give_end) : get(get_end), give(give_end) {}
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair();
  /// Both ends of a pipe.
  static Pair pipe();
};
/// A byte from another process.
[[nodiscard]] Hop over(int round, const Pair& pair);

}  // namespace hops
