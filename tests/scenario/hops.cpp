// A client whose parts hand something to each other, in each way that there is, while nothing but that is waited for:
// whoever waits has a limit of ten seconds, whoever gives computes for a while before it does. On a clock that jumps
// too early the one who waits comes to its limit, or sees time pass. Usage: hops ROUNDS; a line for each way, "pipe
// 1000 of 1000".

#include <arpa/inet.h>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <poll.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace {

constexpr int kLimit = 10'000;  // milliseconds

long long now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

void compute(int round) {
  volatile unsigned sum = 0;
  // From nothing to about half a millisecond.
  for (int i = 0, end = round * 7919 % 500'000; i < end; ++i) sum = sum + 1;
}

bool readable(int fd) {
  pollfd one{.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&one, 1, kLimit) == 1;
}

// In a process of its own.
pid_t apart(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child != 0) return child;
  body();
  _exit(0);
}

// `give` is done by another process; `get` tells whether it came in time. No time may have passed.
bool from_another(int round, const std::function<void()>& give, const std::function<bool()>& get) {
  const auto before = now();
  const pid_t giver = apart([&] {
    compute(round);
    give();
  });
  const bool got = get();
  const auto after = now();
  waitpid(giver, nullptr, 0);
  return got && after == before;
}

struct Pair {
  int get = -1;
  int give = -1;
  ~Pair() {
    close(get);
    close(give);
  }
};

bool over(int round, const Pair& pair) {
  const auto give = [&] { (void)!write(pair.give, "x", 1); };
  const auto get = [&] {
    char byte = 0;
    return readable(pair.get) && read(pair.get, &byte, 1) == 1;
  };
  return from_another(round, give, get);
}

bool by_pipe(int round) {
  int ends[2];
  return pipe(ends) == 0 && over(round, {ends[0], ends[1]});
}

bool by_socket_pair(int round) {
  int ends[2];
  return socketpair(AF_UNIX, round % 2 == 0 ? SOCK_STREAM : SOCK_DGRAM, 0, ends) == 0 &&
         over(round, {ends[0], ends[1]});
}

// Both ends of a connection over the loopback interface.
Pair over_loopback(int kind) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const auto generic = [&] { return reinterpret_cast<sockaddr*>(&address); };
  Pair pair;
  const int first = socket(AF_INET, kind, 0);
  if (bind(first, generic(), size) != 0 || getsockname(first, generic(), &size) != 0) return pair;
  pair.give = socket(AF_INET, kind, 0);
  if (kind == SOCK_STREAM) listen(first, 1);
  if (connect(pair.give, generic(), size) != 0) return pair;
  pair.get = first;
  if (kind == SOCK_STREAM) {
    pair.get = accept(first, nullptr, nullptr);
    close(first);
  }
  return pair;
}

bool by_tcp(int round) { return over(round, over_loopback(SOCK_STREAM)); }
bool by_udp(int round) { return over(round, over_loopback(SOCK_DGRAM)); }

bool by_terminal(int round) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (grantpt(master) != 0 || unlockpt(master) != 0) return false;
  const int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  termios settings{};
  tcgetattr(slave, &settings);
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  // Either way: a worker of the kernel carries it.
  return round % 2 == 0 ? over(round, {master, slave}) : over(round, {slave, master});
}

bool by_eventfd(int round) {
  const int fd = eventfd(0, 0);
  const std::uint64_t once = 1;
  const bool got = from_another(
      round, [&] { (void)!write(fd, &once, sizeof once); }, [&] { return readable(fd); });
  close(fd);
  return got;
}

bool by_epoll(int round) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  const Pair pair{ends[0], ends[1]};
  const int epoll = epoll_create1(0);
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, pair.get, &event);
  const bool got = from_another(
      round, [&] { (void)!write(pair.give, "x", 1); }, [&] { return epoll_wait(epoll, &event, 1, kLimit) == 1; });
  close(epoll);
  return got;
}

bool by_select(int round) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  const Pair pair{ends[0], ends[1]};
  return from_another(
      round, [&] { (void)!write(pair.give, "x", 1); },
      [&] {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(pair.get, &set);
        timeval limit{kLimit / 1000, 0};
        return select(pair.get + 1, &set, nullptr, nullptr, &limit) == 1 && FD_ISSET(pair.get, &set);
      });
}

bool by_signal(int round) {
  const pid_t self = getpid();
  return from_another(
      round, [&] { kill(self, SIGUSR1); },
      [] {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        const timespec limit{kLimit / 1000, 0};
        return sigtimedwait(&set, nullptr, &limit) == SIGUSR1;
      });
}

// A sleep that a signal ends.
bool by_interruption(int round) {
  const pid_t self = getpid();
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigset_t none;
  sigemptyset(&none);
  return from_another(
      round, [&] { kill(self, SIGUSR2); },
      [&] {
        const timespec limit{kLimit / 1000, 0};
        return ppoll(nullptr, 0, &limit, &none) < 0;
      });
}

bool by_end_of_child(int round) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  Pair pair{ends[0], ends[1]};
  const auto before = now();
  const pid_t child = apart([&] {
    close(pair.get);
    compute(round);
  });
  close(pair.give);
  pair.give = -1;
  const bool got = readable(pair.get);
  const bool in_time = now() == before;
  waitpid(child, nullptr, 0);
  return got && in_time;
}

// A child that becomes another program, which takes its time to be loaded.
bool by_started_program(int) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  Pair pair{ends[0], ends[1]};
  const auto before = now();
  const pid_t child = apart([&] {
    dup2(pair.give, STDOUT_FILENO);
    execlp("echo", "echo", nullptr);
  });
  const bool got = readable(pair.get);
  const bool in_time = now() == before;
  waitpid(child, nullptr, 0);
  return got && in_time;
}

bool by_inotify(int round) {
  char name[] = "/tmp/hopXXXXXX";
  const int file = mkstemp(name);
  const int watch = inotify_init1(0);
  inotify_add_watch(watch, name, IN_MODIFY);
  const bool got = from_another(
      round, [&] { (void)!write(file, "x", 1); }, [&] { return readable(watch); });
  close(watch);
  close(file);
  unlink(name);
  return got;
}

bool by_netlink(int round) {
  constexpr unsigned kGroup = 1U << 3;
  const int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
  socklen_t size = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  (void)kGroup;
  const bool got = from_another(
      round,
      [&] {
        const int from = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
        sendto(from, "x", 1, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
      },
      [&] { return readable(fd); });
  close(fd);
  return got;
}

bool by_condition(int round) {
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
  return got && after == before;
}

bool by_semaphore(int round) {
  auto* const semaphore =
      static_cast<sem_t*>(mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  sem_init(semaphore, 1, 0);
  const bool got = from_another(
      round, [&] { sem_post(semaphore); },
      [&] {
        timespec limit{};
        clock_gettime(CLOCK_REALTIME, &limit);
        limit.tv_sec += kLimit / 1000;
        return sem_timedwait(semaphore, &limit) == 0;
      });
  munmap(semaphore, sizeof(sem_t));
  return got;
}

// The earlier of two deadlines first, in whichever process it is: 3 ms here, 2 ms there.
bool by_order_of_timers(int) {
  const auto before = now();
  int ends[2];
  if (pipe(ends) != 0) return false;
  const Pair pair{ends[0], ends[1]};
  const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  const itimerspec soon{{}, {0, 3'000'000}};
  timerfd_settime(timer, 0, &soon, nullptr);
  const pid_t child = apart([&] {
    usleep(2000);
    (void)!write(pair.give, "x", 1);
  });
  pollfd both[2] = {{.fd = timer, .events = POLLIN, .revents = 0}, {.fd = pair.get, .events = POLLIN, .revents = 0}};
  const bool first = poll(both, 2, kLimit) == 1 && both[1].revents != 0 && now() == before + 2'000'000;
  const bool second = readable(timer) && now() == before + 3'000'000;
  waitpid(child, nullptr, 0);
  close(timer);
  return first && second;
}

struct Way {
  const char* name;
  bool (*hop)(int round);
};

constexpr Way kWays[] = {
    {"pipe", by_pipe},
    {"socket_pair", by_socket_pair},
    {"tcp", by_tcp},
    {"udp", by_udp},
    {"terminal", by_terminal},
    {"eventfd", by_eventfd},
    {"epoll", by_epoll},
    {"select", by_select},
    {"signal", by_signal},
    {"interruption", by_interruption},
    {"end_of_child", by_end_of_child},
    {"started_program", by_started_program},
    {"inotify", by_inotify},
    {"netlink", by_netlink},
    {"condition", by_condition},
    {"semaphore", by_semaphore},
    {"order_of_timers", by_order_of_timers},
};

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 1;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  struct sigaction heard {};
  heard.sa_handler = [](int) {};
  sigaction(SIGUSR2, &heard, nullptr);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  bool all = true;
  for (const auto& way : kWays) {
    int came = 0;
    for (int round = 1; round <= rounds; ++round) came += way.hop(round) ? 1 : 0;
    std::printf("%s %d of %d\n", way.name, came, rounds);
    all = all && came == rounds;
  }
  return all ? 0 : 1;
}
