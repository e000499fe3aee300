// What waits without a descriptor, and deadlines that come in their order.

#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include <poll.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ways.hpp"

namespace hops {
namespace {

Hop by_condition(int round) {
  std::mutex mutex;
  std::condition_variable condition;
  bool given = false;
  const auto before = now();
  std::thread giver([&] {
    compute(round);
    const std::lock_guard lock(mutex);
    given = true;
    condition.notify_one();
  });
  std::unique_lock lock(mutex);
  const bool got = condition.wait_for(lock, std::chrono::milliseconds(kLimit), [&] { return given; });
  const auto after = now();
  lock.unlock();
  giver.join();
  return came_if(got && after == before);
}

Hop by_semaphore(int round) {
  auto* const semaphore =
      static_cast<sem_t*>(mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  sem_init(semaphore, 1, 0);
  const Hop hop = from_another(
      round, [&] { sem_post(semaphore); },
      [&] {
        timespec limit{};
        clock_gettime(CLOCK_REALTIME, &limit);
        limit.tv_sec += kLimit / 1000;
        return sem_timedwait(semaphore, &limit) == 0;
      });
  munmap(semaphore, sizeof(sem_t));
  return hop;
}

// The earlier of two deadlines first, in whichever process it is: 3 ms here, 2 ms there.
Hop by_order_of_timers(int round) {
  const auto before = now();
  const Pair pair = Pair::pipe();
  const Pair timer{timerfd_create(CLOCK_MONOTONIC, 0), -1};
  const itimerspec soon{{}, {0, 3'000'000}};
  timerfd_settime(timer.get, 0, &soon, nullptr);
  const pid_t child = apart([&] {
    compute(round);
    usleep(2000);
    (void)!write(pair.give, "x", 1);
  });
  pollfd both[2] = {{.fd = timer.get, .events = POLLIN, .revents = 0},
                    {.fd = pair.get, .events = POLLIN, .revents = 0}};
  const bool first = poll(both, 2, kLimit) == 1 && both[1].revents != 0 && now() == before + 2'000'000;
  const bool second = readable(timer.get) && now() == before + 3'000'000;
  waitpid(child, nullptr, 0);
  return came_if(first && second);
}

constexpr Way kWays[] = {
    {"condition", by_condition},
    {"semaphore", by_semaphore},
    {"order_of_timers", by_order_of_timers},
};

}  // namespace

std::span<const Way> ways_by_threads() { return kWays; }

}  // namespace hops
