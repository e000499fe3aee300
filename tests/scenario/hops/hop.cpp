#include "hop.hpp"

#include <cstdlib>
#include <ctime>
#include <string_view>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hops {

long long now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

namespace {

bool gives_late = false;

long long computed() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

void count_to(int end) {
  volatile unsigned sum = 0;
  for (int i = 0; i < end; ++i) sum = sum + 1;
}

// The bench lets time go on for who computes for three seconds, and for who does nothing but look at the clock.
void compute_until_time_passes() {
  constexpr long long kNanoseconds = 300'000'000;
  constexpr int kBetweenLooks = 1'000'000;
  const auto before = now();
  const auto end = computed() + kNanoseconds;
  while (now() == before && computed() < end) count_to(kBetweenLooks);
}

}  // namespace

int rounds_from(int argc, char** argv) {
  constexpr int kLateRounds = 2;  // ways that go both ways take turns
  const char* const rounds = argc > 1 ? argv[1] : "1";
  gives_late = rounds == std::string_view("late");
  return gives_late ? kLateRounds : std::atoi(rounds);
}

void compute(int round) {
  if (gives_late) return compute_until_time_passes();
  count_to(round * 7919 % 500'000);
}

bool readable(int descriptor) {
  pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&one, 1, kLimit) == 1;
}

pid_t apart(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child != 0) return child;
  body();
  _exit(0);
}

Hop from_another(int round, const std::function<void()>& give, const std::function<bool()>& get) {
  const auto before = now();
  const pid_t giver = apart([&] {
    compute(round);
    give();
  });
  const bool got = get();
  const auto after = now();
  waitpid(giver, nullptr, 0);
  return came_if(got && after == before);
}

Pair::~Pair() {
  if (get >= 0) close(get);
  if (give >= 0) close(give);
}

Pair Pair::pipe() {
  int ends[2] = {-1, -1};
  (void)!::pipe(ends);
  return {ends[0], ends[1]};
}

Hop over(int round, const Pair& pair) {
  const auto give = [&] { (void)!write(pair.give, "x", 1); };
  const auto get = [&] {
    char byte = 0;
    return readable(pair.get) && read(pair.get, &byte, 1) == 1;
  };
  return from_another(round, give, get);
}

}  // namespace hops
