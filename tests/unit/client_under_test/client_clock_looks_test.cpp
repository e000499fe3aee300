#include <catch2/catch.hpp>

#include <csignal>
#include <ctime>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/client_tasks.hpp"
#include "client_under_test/kernel_network.hpp"
#include "client_under_test/task_sleep.hpp"

using namespace modembench::client_under_test;

namespace {

const ClientTasks::Known kNobody{.wait = [](pid_t, pid_t) { return ClientTasks::Wait::unknown; },
                                 .keeps_house = [](pid_t, pid_t) { return false; }};

// A child of ours for as long as this lives.
class Child {
 public:
  template <class Body>
  explicit Child(Body body) : process_(fork()) {
    if (process_ != 0) return;
    body();
    _exit(0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  [[nodiscard]] pid_t number() const { return process_; }

 private:
  pid_t process_;
};

// Looks until it is so; a test that hangs here has failed.
bool becomes(ClientTasks& tasks, ClientTasks::State wanted, const ClientTasks::Known& known = kNobody) {
  while (tasks.look(known) != wanted) usleep(1000);
  return true;
}

}  // namespace

TEST_CASE("a sleep that ends by itself is told from one that doesn't", "[clock]") {
#if defined(__x86_64__)
  CHECK(sleeps_until_some_time("230 0x0 0x0 0x7ffe 0x7ffe 0x0 0x0 0x7ffe 0x7f2a\n"));      // clock_nanosleep
  CHECK(sleeps_until_some_time("7 0x7ffe 0x2 0x3e8 0x0 0x0 0x0 0x7ffe 0x7f2a\n"));         // poll, a second
  CHECK_FALSE(sleeps_until_some_time("7 0x7ffe 0x2 0xffffffff 0x0 0x0 0x0 0x7f 0x7f\n"));  // poll for ever
  CHECK(sleeps_until_some_time("271 0x7ffe 0x1 0x7ffe 0x0 0x8 0x0 0x7ffe 0x7f2a\n"));      // ppoll with a limit
  CHECK_FALSE(sleeps_until_some_time("271 0x7ffe 0x1 0x0 0x0 0x8 0x0 0x7ffe 0x7f2a\n"));
  CHECK(sleeps_until_some_time("232 0x4 0x7ffe 0x40 0x64 0x0 0x0 0x7ffe 0x7f2a\n"));       // epoll_wait
  CHECK(sleeps_until_some_time("202 0x55 0x89 0x0 0x7ffe 0x0 0xffffffff 0x7ffe 0x7f\n"));  // futex with a limit
  CHECK_FALSE(sleeps_until_some_time("202 0x55 0x80 0x2 0x0 0x0 0x0 0x7ffe 0x7f\n"));
  CHECK_FALSE(sleeps_until_some_time("202 0x55 0x81 0x1 0x7ffe 0x0 0x0 0x7ffe 0x7f\n"));  // it wakes
  CHECK_FALSE(sleeps_until_some_time("0 0x3 0x7ffe 0x80 0x0 0x0 0x0 0x7ffe 0x7f2a\n"));
  CHECK(sleeps_in_read("0 0x3 0x7ffe 0x80 0x0 0x0 0x0 0x7ffe 0x7f2a\n"));
  CHECK_FALSE(sleeps_in_read("61 0x3 0x7ffe 0x80 0x0 0x0 0x0 0x7ffe 0x7f2a\n"));
#endif
  for (const char* odd : {"", "running\n", "-1 0x7ffe 0x0\n", "7", "7 0x", "230 \xff", "99999999999999999999 0x1"}) {
    CHECK_FALSE(sleeps_in_read(odd));
  }
  CHECK_FALSE(sleeps_until_some_time("running\n"));
  CHECK_FALSE(sleeps_until_some_time(""));
}

TEST_CASE("who computes is seen, who sleeps for ever is quiet, who sleeps for a while goes by the machine", "[clock]") {
  if (const auto why = ClientTasks::missing(); !why.empty()) {
    WARN("not to be had here: " << why);
    return;
  }
  ClientTasks tasks;
  CHECK(tasks.look(kNobody) == ClientTasks::State::quiet);
  {
    const Child sleeper([] { pause(); });
    CHECK(becomes(tasks, ClientTasks::State::quiet));
    CHECK(tasks.lives(sleeper.number()));
    CHECK(tasks.lives(sleeper.number(), sleeper.number()));
    CHECK_FALSE(tasks.lives(sleeper.number(), 1));
    const Child spinner([] {
      for (volatile unsigned i = 0;;) {
        i = i + 1;
      }
    });
    for (int i = 0; i < 100; ++i) CHECK(tasks.look(kNobody) == ClientTasks::State::busy);
    while (tasks.computed() < 1'000'000) (void)tasks.look(kNobody);
  }
  CHECK(becomes(tasks, ClientTasks::State::quiet));
  const Child napper([] { sleep(1000); });
  CHECK(becomes(tasks, ClientTasks::State::waits_by_machine));
  // Until the bench knows of it; or of its process, and it has slept for a while.
  const auto napper_is = [&](ClientTasks::Wait wait) {
    return ClientTasks::Known{.wait =
                                  [&napper, wait](pid_t process, pid_t thread) {
                                    const bool it_is = process == napper.number() && thread == process;
                                    return it_is ? wait : ClientTasks::Wait::unknown;
                                  },
                              .keeps_house = kNobody.keeps_house};
  };
  CHECK(becomes(tasks, ClientTasks::State::quiet, napper_is(ClientTasks::Wait::known)));
  CHECK(becomes(tasks, ClientTasks::State::busy, napper_is(ClientTasks::Wait::called)));
  CHECK(becomes(tasks, ClientTasks::State::quiet, {.wait = kNobody.wait, .keeps_house = [&](pid_t process, pid_t) {
                                                     return process == napper.number();
                                                   }}));
  // A grandchild is one of them, too.
  const Child parent([] {
    const pid_t itself = getpid();
    if (fork() == 0) {
      // Both: its parent may have been killed before it could say what is to become of it then.
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != itself) _exit(0);
      for (volatile unsigned i = 0;;) {
        i = i + 1;
      }
    }
    pause();
  });
  CHECK(becomes(tasks, ClientTasks::State::busy));
  while (tasks.computed() < 2'000'000) (void)tasks.look(kNobody);
}

TEST_CASE("a TCP connection that waits for an answer is seen in the kernel's table", "[clock]") {
  const std::string head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
  const auto with = [&](const char* timer) {
    return head + "   0: 0100007F:0016 0200007F:1F90 02 00000001:00000000 " + timer + " 00000000     0 0 123 2 0\n";
  };
  CHECK_FALSE(tcp_waits(head));
  CHECK_FALSE(tcp_waits(with("00:00000000")));
  CHECK(tcp_waits(with("01:00000014")));
  CHECK_FALSE(tcp_waits(with("02:000A1B2C")));  // it asks now and then whether the other is there
  CHECK_FALSE(tcp_waits(with("03:00000F00")));  // over, and remembered
  CHECK(tcp_waits(with("04:00000014")));
  for (const char* odd : {"", "\n\n", "0:", "   0: 1 2 3 4"}) CHECK_FALSE(tcp_waits(odd));
}

TEST_CASE("frames that wait for the kernel are seen in its statistics", "[clock]") {
  const std::string none =
      "00000010 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
      "00000000 00000000 00000000 00000000 00000000\n";
  CHECK_FALSE(frames_wait(none));
  auto one = none + none;
  one.replace(none.size() + 9 * 11 + 7, 1, "1");
  CHECK(frames_wait(one));
  CHECK_FALSE(frames_wait(""));
  CHECK_FALSE(frames_wait("00000010 00000000\n"));
}
