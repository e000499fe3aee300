#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "client_under_test/client_tasks.hpp"
#include "client_under_test/clock_folder.hpp"
#include "client_under_test/virtual_clock.hpp"
#include "emulator/ports/clock.hpp"
#include "tests/unit/ports/ports_support.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using client_under_test::ClientTasks;
using client_under_test::ClockFolder;
using client_under_test::VirtualClock;

namespace {

VirtualClock::Surroundings nobody() {
  return {.deliver = [] { return false; },
          .take_in = [] { return false; },
          .on_the_way = [] { return false; },
          .signals = -1,
          .goes_with_machine = [] { return false; }};
}

// A virtual clock with nobody on it but the test.
struct Alone {
  testing::Scratch scratch;
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work = make_work_guard(io);
  ClockFolder folder = ClockFolder::make(files::Place(scratch.path())).value();
  VirtualClock clock{folder};
  std::vector<std::string> seen;

  void see(const std::string& what) {
    seen.push_back(
        what + " " +
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count()));
  }
};

}  // namespace

TEST_CASE("the machine's clock calls what is due once, and nothing that was called off", "[clock]") {
  boost::asio::io_context io{1};
  ports::MachineClock clock(io);
  clock.start();
  int called = 0;
  const auto replaced = clock.make_timer();
  replaced->call_at(Instant(), [&] { called += 100; });
  replaced->call_at(Instant(), [&] { called += 1; });
  const auto cancelled = clock.make_timer();
  cancelled->call_at(Instant(), [&] { called += 100; });
  cancelled->cancel();
  auto gone = clock.make_timer();
  gone->call_at(Instant(), [&] { called += 100; });
  gone.reset();
  // One that ends itself, and one that is set anew in its own call.
  auto own = clock.make_timer();
  own->call_at(Instant(), [&] {
    own.reset();
    called += 1;
  });
  const auto again = clock.make_timer();
  again->call_at(Instant(), [&] { again->call_at(Instant(), [&] { called += 1; }); });
  io.run();
  CHECK(called == 3);
}

TEST_CASE("the virtual clock is at what is due at once, in its order, one after the other", "[clock]") {
  if (!ClientTasks::missing().empty()) return;
  Alone alone;
  alone.clock.start();
  const auto later = alone.clock.make_timer();
  const auto sooner = alone.clock.make_timer();
  const auto same = alone.clock.make_timer();
  const auto cancelled = alone.clock.make_timer();
  later->call_at(Instant(2h), [&] {
    alone.see("later");
    alone.io.stop();
  });
  sooner->call_at(Instant(1h), [&] {
    alone.see("sooner");
    boost::asio::post(alone.io, [&] { alone.see("posted"); });
    sooner->call_at(Instant(90min), [&] { alone.see("again"); });
  });
  same->call_at(Instant(1h), [&] { alone.see("same"); });
  cancelled->call_at(Instant(30min), [&] { alone.see("cancelled"); });
  cancelled->cancel();
  alone.clock.run(alone.io, nobody());
  // What follows from the first comes before the second.
  CHECK(alone.seen == std::vector<std::string>{"sooner 3600", "posted 3600", "same 3600", "again 5400", "later 7200"});
  CHECK(alone.clock.jumps() == 3);
}

TEST_CASE("the virtual clock stands still while a child computes, and goes with the machine's while one sleeps",
          "[clock]") {
  if (!ClientTasks::missing().empty()) return;
  Alone alone;
  alone.clock.start();
  const pid_t child = fork();
  if (child == 0) {
    for (std::atomic<unsigned> computed{0}; ++computed < 50'000'000;) {
    }
    // By the kernel's call: nothing of ours is in this process.
    sleep(1000);
    _exit(0);
  }
  const auto look = alone.clock.make_timer();
  look->call_at(Instant(5ms), [&] {
    alone.see(waitpid(child, nullptr, WNOHANG) == 0 ? "sleeps" : "gone");
    kill(child, SIGKILL);
  });
  const auto end = alone.clock.make_timer();
  end->call_at(Instant(1h), [&] {
    alone.see(waitpid(child, nullptr, WNOHANG) == child ? "ended" : "not ended");
    alone.io.stop();
  });
  alone.clock.run(alone.io, nobody());
  CHECK(alone.seen == std::vector<std::string>{"sleeps 0", "ended 3600"});
}

TEST_CASE("a virtual clock that goes with the machine's goes on by little at once, however long nothing was let run",
          "[clock]") {
  if (!ClientTasks::missing().empty()) return;
  using Wall = std::chrono::steady_clock;
  Alone alone;
  alone.clock.start();
  Wall::time_point held_up;
  const auto first = alone.clock.make_timer();
  first->call_at(Instant(1ms), [&] {
    for (const auto until = Wall::now() + 200ms; Wall::now() < until;) {
    }
    held_up = Wall::now();
  });
  Wall::duration waited{};
  const auto second = alone.clock.make_timer();
  second->call_at(Instant(150ms), [&] {
    waited = Wall::now() - held_up;
    alone.io.stop();
  });
  auto surroundings = nobody();
  surroundings.goes_with_machine = [] { return true; };
  alone.clock.run(alone.io, surroundings);
  CHECK(waited >= 120ms);
}

TEST_CASE("a clock's folder has what a client's processes need, and is refused where they couldn't load it",
          "[clock]") {
  const testing::Scratch scratch;
  const auto folder = ClockFolder::make(files::Place(scratch.path()));
  REQUIRE(folder);
  struct stat about {};
  CHECK(stat(folder->library().c_str(), &about) == 0);
  const auto variables = folder->environment();
  REQUIRE(variables.size() == 2);
  CHECK(variables[0].first == "LD_PRELOAD");
  CHECK(variables[0].second.starts_with(folder->library()));
  CHECK(variables[1].second.starts_with("verify_asan_link_order=0"));
  for (const char* name : {"a b", "a:b"}) {
    const auto odd = scratch.path() / name;
    REQUIRE(mkdir(odd.c_str(), 0700) == 0);
    const auto refused = ClockFolder::make(files::Place(odd));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().find("LD_PRELOAD takes no path with a blank or a ':'") != std::string::npos);
  }
}
