// What a process does to another one, by being a process.

#include <csignal>
#include <ctime>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ways.hpp"

namespace hops {
namespace {

sigset_t only(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  return set;
}

constexpr timespec kSeconds{kLimit / 1000, 0};

// One that came too late is none of the next round's.
void forget_late(const sigset_t& set) {
  constexpr timespec kNow{};
  while (sigtimedwait(&set, nullptr, &kNow) > 0) {
  }
}

Hop by_signal(int round) {
  const pid_t self = getpid();
  const auto set = only(SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  const Hop hop = from_another(
      round, [&] { kill(self, SIGUSR1); }, [&] { return sigtimedwait(&set, nullptr, &kSeconds) == SIGUSR1; });
  forget_late(set);
  return hop;
}

// A sleep that a signal ends.
Hop by_interruption(int round) {
  const pid_t self = getpid();
  struct sigaction heard {};
  heard.sa_handler = [](int) {};
  sigaction(SIGUSR2, &heard, nullptr);
  const auto set = only(SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  sigset_t none;
  sigemptyset(&none);
  const Hop hop = from_another(
      round, [&] { kill(self, SIGUSR2); }, [&] { return ppoll(nullptr, 0, &kSeconds, &none) < 0; });
  forget_late(set);
  return hop;
}

// `body` has the giving end of a pipe, which comes to its end with it or hears of it.
template <class Body>
Hop from_child(const Body& body) {
  Pair pair = Pair::pipe();
  const auto before = now();
  const pid_t child = apart([&] { body(pair); });
  close(pair.give);
  pair.give = -1;
  const bool got = readable(pair.get);
  const auto after = now();
  waitpid(child, nullptr, 0);
  return came_if(got && after == before);
}

Hop by_end_of_child(int round) {
  return from_child([&](const Pair&) { compute(round); });
}

// A child that becomes another program, which takes its time to be loaded.
Hop by_started_program(int round) {
  return from_child([&](const Pair& pair) {
    compute(round);
    dup2(pair.give, STDOUT_FILENO);
    execlp("echo", "echo", nullptr);
  });
}

constexpr Way kWays[] = {
    {"signal", by_signal},
    {"interruption", by_interruption},
    {"end_of_child", by_end_of_child},
    {"started_program", by_started_program},
};

}  // namespace

std::span<const Way> ways_by_processes() { return kWays; }

}  // namespace hops
