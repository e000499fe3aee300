// A client that waits for five seconds in each way that programs have, and says how long that was by its own clock.
// Usage: waits; a line each, "sleep 5.000". waits names; the names alone. waits spin; a second of looks at the clock.

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <termios.h>
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

// As GLib waits for a condition: by the kernel's call, without the C library's part in it.
void by_futex() {
  int word = 0;
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &kWait, nullptr, 0);
}

void by_futex_on_wall_clock() {
  int word = 0;
  const auto until = from_now(CLOCK_REALTIME);
  syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 0, &until, nullptr,
          FUTEX_BITSET_MATCH_ANY);
}

void by_mutex() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  const auto until = from_now(CLOCK_REALTIME);
  std::thread([&] { pthread_mutex_timedlock(&mutex, &until); }).join();
  pthread_mutex_unlock(&mutex);
}

void by_thread_that_lasts() {
  std::thread thread([] { sleep(kSeconds); });
  thread.join();
}

void by_limit_of_a_join() {
  static std::atomic<bool> end;
  end = false;
  std::thread thread([&] {
    while (!end) usleep(1'000'000);
  });
  const auto until = from_now(CLOCK_REALTIME);
  pthread_timedjoin_np(thread.native_handle(), nullptr, &until);
  end = true;
  thread.detach();
}

void by_limit_of_a_socket() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
  const timeval limit{kSeconds, 0};
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  char byte = 0;
  (void)!recv(ends[0], &byte, 1, 0);
  close(ends[0]);
  close(ends[1]);
}

// VTIME: tenths of a second, for the first byte.
void by_limit_of_a_terminal() {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (grantpt(master) != 0 || unlockpt(master) != 0) return;
  const int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  termios settings{};
  tcgetattr(slave, &settings);
  cfmakeraw(&settings);
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = kSeconds * 10;
  tcsetattr(slave, TCSANOW, &settings);
  char byte = 0;
  (void)!read(slave, &byte, 1);
  close(slave);
  close(master);
}

// The second of two periods of two and a half.
void by_timerfd_of_periods() {
  const int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  const timespec half{kSeconds / 2, 500'000'000};
  const itimerspec wanted{half, half};
  timerfd_settime(fd, 0, &wanted, nullptr);
  for (unsigned long long times = 0, count = 0; times < 2;) {
    pollfd one{.fd = fd, .events = POLLIN, .revents = 0};
    poll(&one, 1, -1);
    if (read(fd, &count, sizeof count) > 0) times += count;
  }
  close(fd);
}

void by_timer_that_calls() {
  static std::atomic<bool> called;
  called = false;
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = [](sigval) { called = true; };
  timer_t timer{};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return;
  const itimerspec wanted{{}, kWait};
  timer_settime(timer, 0, &wanted, nullptr);
  while (!called) usleep(100'000);
  timer_delete(timer);
}

// A sleep that a signal interrupts after two seconds, and the rest of it.
void by_sleep_in_two() {
  struct sigaction heard {};
  heard.sa_handler = [](int) {};
  sigaction(SIGALRM, &heard, nullptr);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
  alarm(2);
  timespec left{};
  if (nanosleep(&kWait, &left) < 0 && errno == EINTR) nanosleep(&left, nullptr);
  sigprocmask(SIG_BLOCK, &set, nullptr);
}

void by_child() {
  const pid_t child = fork();
  if (child == 0) {
    sleep(kSeconds);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
}

void by_ppoll() {
  const timespec limit = kWait;
  sigset_t none;
  sigemptyset(&none);
  sigaddset(&none, SIGALRM);
  ppoll(nullptr, 0, &limit, &none);
}

void by_pselect() { pselect(0, nullptr, nullptr, nullptr, &kWait, nullptr); }

struct Way {
  const char* name;
  void (*wait)();
};

constexpr Way kWays[] = {
    {"sleep", [] { sleep(kSeconds); }},
    {"usleep", [] { usleep(kSeconds * 1'000'000); }},
    {"nanosleep", [] { nanosleep(&kWait, nullptr); }},
    {"clock_nanosleep",
     [] {
       const auto until = from_now(CLOCK_MONOTONIC);
       clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
     }},
    {"alarm",
     [] {
       alarm(kSeconds);
       wait_for_alarm();
     }},
    {"setitimer", by_itimer},
    {"timer_settime", by_timer},
    {"timer_that_calls", by_timer_that_calls},
    {"timerfd_settime", by_timerfd},
    {"timerfd_of_periods", by_timerfd_of_periods},
    {"poll", [] { poll(nullptr, 0, kSeconds * 1000); }},
    {"ppoll", by_ppoll},
    {"select",
     [] {
       timeval time{kSeconds, 0};
       select(0, nullptr, nullptr, nullptr, &time);
     }},
    {"pselect", by_pselect},
    {"epoll_wait", by_epoll},
    {"sigtimedwait", by_signal},
    {"sleep_in_two", by_sleep_in_two},
    {"condition_variable", by_condition},
    {"pthread_cond_timedwait", by_condition_on_wall_clock},
    {"sem_timedwait", by_semaphore},
    {"pthread_mutex_timedlock", by_mutex},
    {"pthread_timedjoin", by_limit_of_a_join},
    {"thread", by_thread_that_lasts},
    {"child", by_child},
    {"futex", by_futex},
    {"futex_on_wall_clock", by_futex_on_wall_clock},
    {"so_rcvtimeo", by_limit_of_a_socket},
    {"vtime", by_limit_of_a_terminal},
};

void spin() {
  const auto begin = now(CLOCK_MONOTONIC);
  for (auto time = begin; time.tv_sec - begin.tv_sec + (time.tv_nsec < begin.tv_nsec ? -1 : 0) < 1;) {
    time = now(CLOCK_MONOTONIC);
  }
  std::printf("spun for a second\n");
}

void measure(const Way& way) {
  const auto before = now(CLOCK_MONOTONIC);
  way.wait();
  const auto after = now(CLOCK_MONOTONIC);
  std::printf(
      "%s %.3f\n", way.name,
      static_cast<double>(after.tv_sec - before.tv_sec) + static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9);
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const bool only_names = argc > 1 && std::strcmp(argv[1], "names") == 0;
  if (argc > 1 && !only_names) {
    spin();
    return 0;
  }
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  for (const auto& way : kWays) {
    if (only_names) {
      std::puts(way.name);
    } else {
      measure(way);
    }
  }
  return 0;
}
