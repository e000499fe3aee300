// A client that waits for five seconds in each way that programs have, and says how long that was by its own clock: on
// a clock made faster, a way that is left out takes many times as long.
// Usage: waits; a line each, "sleep 5.01".

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <functional>
#include <mutex>

#include <poll.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

constexpr int kSeconds = 5;
constexpr timespec kWait{kSeconds, 0};

timespec now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return time;
}

timespec from_now(clockid_t clock) {
  auto time = now(clock);
  time.tv_sec += kSeconds;
  return time;
}

void wait_for_alarm() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  int signal = 0;
  sigwait(&set, &signal);
}

void by_timer() {
  timer_t timer{};
  if (timer_create(CLOCK_REALTIME, nullptr, &timer) != 0) return;
  const itimerspec wanted{{}, kWait};
  timer_settime(timer, 0, &wanted, nullptr);
  wait_for_alarm();
  timer_delete(timer);
}

void by_timerfd() {
  const int fd = timerfd_create(CLOCK_MONOTONIC, 0);
  const itimerspec wanted{{}, kWait};
  timerfd_settime(fd, 0, &wanted, nullptr);
  unsigned long long count = 0;
  (void)!read(fd, &count, sizeof count);
  close(fd);
}

void by_itimer() {
  const itimerval wanted{{}, {kSeconds, 0}};
  setitimer(ITIMER_REAL, &wanted, nullptr);
  wait_for_alarm();
}

void by_epoll() {
  const int fd = epoll_create1(0);
  epoll_event event{};
  epoll_wait(fd, &event, 1, kSeconds * 1000);
  close(fd);
}

void by_condition() {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  condition.wait_for(lock, std::chrono::seconds(kSeconds));
}

void by_condition_on_wall_clock() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  const auto until = from_now(CLOCK_REALTIME);
  pthread_mutex_lock(&mutex);
  pthread_cond_timedwait(&condition, &mutex, &until);
  pthread_mutex_unlock(&mutex);
}

void by_semaphore() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  const auto until = from_now(CLOCK_REALTIME);
  sem_timedwait(&semaphore, &until);
}

void by_signal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigtimedwait(&set, nullptr, &kWait);
}

void measure(const char* name, const std::function<void()>& wait) {
  const auto before = now(CLOCK_MONOTONIC);
  wait();
  const auto after = now(CLOCK_MONOTONIC);
  std::printf(
      "%s %.2f\n", name,
      static_cast<double>(after.tv_sec - before.tv_sec) + static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9);
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  measure("sleep", [] { sleep(kSeconds); });
  measure("nanosleep", [] { nanosleep(&kWait, nullptr); });
  measure("clock_nanosleep", [] {
    const auto until = from_now(CLOCK_MONOTONIC);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
  });
  measure("alarm", [] {
    alarm(kSeconds);
    wait_for_alarm();
  });
  measure("setitimer", by_itimer);
  measure("timer_settime", by_timer);
  measure("timerfd_settime", by_timerfd);
  measure("poll", [] { poll(nullptr, 0, kSeconds * 1000); });
  measure("select", [] {
    timeval time{kSeconds, 0};
    select(0, nullptr, nullptr, nullptr, &time);
  });
  measure("epoll_wait", by_epoll);
  measure("sigtimedwait", by_signal);
  measure("condition_variable", by_condition);
  measure("pthread_cond_timedwait", by_condition_on_wall_clock);
  measure("sem_timedwait", by_semaphore);
  return 0;
}
