#include <algorithm>
#include <csignal>
#include <fstream>

#include <sys/stat.h>
#include <sys/time.h>

#include "tests/unit/client_under_test/process_support.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using client_under_test::Process;
using client_under_test::Stage;
using testing::Client;
using testing::kDaemon;
using testing::Lifesign;
using testing::Lines;
using testing::refusal;
using testing::Scratch;
using testing::shell;
namespace fs = std::filesystem;

TEST_CASE("a client's output and error come line by line, then its end", "[process]") {
  boost::asio::io_context io{1};
  Client client(io, shell("echo out; echo err >&2; printf 'no end of line'; exit 3"));
  client.run_until_ended();
  CHECK(client.said == Lines{"out", "err", "no end of line"});
  CHECK(client.ended->status == 3);
  CHECK(client.ended->in_words == "exit status 3");
}

TEST_CASE("a client reads end of file and gets no descriptors but the standard ones", "[process]") {
  boost::asio::io_context io{1};
  const int ours = open("/dev/null", O_RDONLY);  // would be inherited
  Client client(io, shell("cat; readlink /proc/self/fd/0; ls /proc/$$/fd"));
  client.run_until_ended();
  close(ours);
  CHECK(client.said == Lines{"/dev/null", "0", "1", "2"});
}

TEST_CASE("a client runs in its folder, with its variables and the sbin folders in PATH", "[process]") {
  const Scratch folder;
  boost::asio::io_context io{1};
  auto command = shell("pwd; echo $APN; case :$PATH: in *:/usr/sbin:*) echo sbin;; esac");
  command.folder = folder.path();
  command.environment = {{"APN", "internet"}, {"PATH", "/usr/bin:/bin"}};
  Client client(io, command);
  client.run_until_ended();
  CHECK(client.said == Lines{folder.path().string(), "internet", "sbin"});
}

TEST_CASE("a client's signals are as at a program's start, whatever ours are", "[process]") {
  boost::asio::io_context io{1};
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  sigprocmask(SIG_BLOCK, &usr1, nullptr);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  Client client(io,
                {.arguments = {"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"}, .environment = {}, .folder = {}});
  client.run_until_ended();
  std::signal(SIGPIPE, before);
  sigprocmask(SIG_UNBLOCK, &usr1, nullptr);
  CHECK(client.said == Lines{"SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"});
}

// A signal every 200 us, each of which interrupts whatever waits.
class SignalStorm {
 public:
  SignalStorm() {
    struct sigaction interrupting {};
    interrupting.sa_handler = [](int) {};
    sigaction(SIGALRM, &interrupting, &before_);
    set(200);
  }
  SignalStorm(const SignalStorm&) = delete;
  SignalStorm& operator=(const SignalStorm&) = delete;
  ~SignalStorm() {
    set(0);
    sigaction(SIGALRM, &before_, nullptr);
  }

 private:
  static void set(suseconds_t interval) {
    const itimerval every{.it_interval = {.tv_sec = 0, .tv_usec = interval},
                          .it_value = {.tv_sec = 0, .tv_usec = interval}};
    setitimer(ITIMER_REAL, &every, nullptr);
  }
  struct sigaction before_ {};
};

TEST_CASE("signals that come while a client is started, runs and ends are nothing to it", "[process]") {
  const SignalStorm storm;
  for (int i = 0; i < 20; ++i) {
    boost::asio::io_context io{1};
    Client client(io, shell("exit 5"));
    client.run_until_ended();
    CHECK(client.ended->in_words == "exit status 5");
  }
}

TEST_CASE("a program that isn't there, can't be run or has no folder is refused with the reason", "[process]") {
  const Scratch folder;
  std::ofstream(folder.path() / "not-executable") << "#!/bin/sh\n";
  std::ofstream(folder.path() / "no-program") << "\x01\x02\x03";
  fs::permissions(folder.path() / "no-program", fs::perms::owner_all);
  CHECK(refusal({.arguments = {"no-such-client", "x"}, .environment = {}, .folder = {}}) ==
        "can't start no-such-client: no such program");
  CHECK(refusal({.arguments = {"/no/such/client"}, .environment = {}, .folder = {}}) ==
        "can't start /no/such/client: no such program");
  CHECK_THAT(refusal({.arguments = {folder.path() / "not-executable"}, .environment = {}, .folder = {}}),
             Contains("not-executable: Permission denied"));
  CHECK_THAT(refusal({.arguments = {folder.path() / "no-program"}, .environment = {}, .folder = {}}),
             Contains("no-program: Exec format error"));
  CHECK_THAT(refusal({.arguments = {"true"}, .environment = {}, .folder = "/no/such/folder"}),
             Contains("folder /no/such/folder: No such file or directory"));
  CHECK(refusal({}) == "there is no command to start");
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a client that a signal ends is told so", "[process]") {
  boost::asio::io_context io{1};
  Client client(io, shell("kill -SEGV $$"));
  client.run_until_ended();
  CHECK(client.ended->status == 128 + SIGSEGV);
  CHECK(client.ended->in_words == "killed by signal 11 (Segmentation fault)");
}

TEST_CASE("a huge line, binary output and a flood come in bounded, printable lines, all of them", "[process]") {
  boost::asio::io_context io{1};
  Client huge(io, shell("head -c 100000 /dev/zero | tr '\\0' x; echo; printf '\\000\\377\\033[0m\\n'; seq 1 100000"));
  huge.run_until_ended();
  REQUIRE(huge.said.size() == 100'000 / Process::kMaxLine + 1 + 1 + 100'000);
  CHECK(huge.said[0] == std::string(Process::kMaxLine, 'x'));
  CHECK(huge.said[100'000 / Process::kMaxLine].size() == 100'000 % Process::kMaxLine);
  CHECK(huge.said[100'000 / Process::kMaxLine + 1] == "\\x00\\xff\\x1b[0m");
  CHECK(huge.said.back() == "100000");
}

TEST_CASE("a client that heeds SIGTERM ends by itself", "[process]") {
  boost::asio::io_context io{1};
  Client client(io, shell("exec 2>/dev/null; trap 'echo bye; exit 5' TERM; echo up; sleep 1000 & wait"));
  client.run_until_said(1);
  client.process->end(testing::kGuard * 10);
  client.run_until_ended();
  CHECK(client.said == Lines{"up", "bye"});
  CHECK(client.ended->status == 5);
}

TEST_CASE("a client that ignores SIGTERM is killed after its grace, one without grace at once", "[process]") {
  for (const int grace : {1, 0}) {
    boost::asio::io_context io{1};
    Client client(io, shell("trap '' TERM; echo up; while :; do sleep 1000; done"));
    client.run_until_said(1);
    client.process->end(std::chrono::milliseconds(grace));
    client.run_until_ended();
    CHECK(client.ended->in_words == "killed by signal 9 (Killed)");
    client.process->end(std::chrono::milliseconds(0));
  }
}

TEST_CASE("a stopped client can be ended", "[process]") {
  boost::asio::io_context io{1};
  Client client(io, shell("echo up; kill -STOP $$"));
  client.run_until_said(1);
  client.process->end(testing::kGuard * 10);
  client.run_until_ended();
  CHECK(client.ended->status == 128 + SIGTERM);
}

TEST_CASE("when a client ends, daemons it started end too, and don't hold up its end by the output they share",
          "[process]") {
  const Scratch folder;
  const auto ready = folder.path() / "ready";
  REQUIRE(mkfifo(ready.c_str(), 0600) == 0);
  std::vector<std::optional<Stage>> places;
  places.emplace_back();
  if (auto stage = testing::stage_or_none({.keep = {folder.path()}})) places.push_back(std::move(stage));
  for (auto& place : places) {
    boost::asio::io_context io{1};
    Lifesign life;
    // In a stage /proc is another, and so is its way to the pipe: there the output is what shows that all are gone.
    auto command = shell(kDaemon + std::string("read line <$READY; exit 0"));
    command.environment = {{"LIFE", place ? "/dev/null" : life.path()}, {"READY", ready}};
    Client client(io, command, place ? &*place : nullptr);
    client.run_until_said(1);
    REQUIRE(client.said == Lines{"daemon up"});
    {
      std::ofstream go(ready);
      go << "go\n";
    }
    client.run_until_ended();
    CHECK(client.ended->status == 0);
    CHECK(life.all_gone());
    if (place) CHECK(testing::shell_in(*place, "! grep -qsx sleep /proc/[0-9]*/comm") == 0);
  }
}

TEST_CASE("a client whose Process is destroyed is gone with all it started", "[process]") {
  boost::asio::io_context io{1};
  Lifesign life;
  auto command = shell(kDaemon + std::string("sleep 1000"));
  command.environment = {{"LIFE", life.path()}};
  Client client(io, command);
  client.run_until_said(1);
  client.process.reset();
  CHECK(life.all_gone());
  CHECK_FALSE(client.ended);
  io.restart();
  io.poll();
  CHECK_FALSE(client.ended);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a Process can be destroyed from what its client says", "[process]") {
  boost::asio::io_context io{1};
  Client client(io, shell("echo 1; echo 2; sleep 1000"));
  client.on_line = [&] { client.process.reset(); };
  client.run_until_said(1);
  io.restart();
  io.run();
  CHECK(client.said == Lines{"1"});
  CHECK_FALSE(client.ended);
}

TEST_CASE("a client is gone with all it started when we are killed", "[process]") {
  Lifesign life;
  int up[2];
  REQUIRE(pipe2(up, O_CLOEXEC) == 0);
  const auto path = life.path();
  const pid_t owner = fork();
  if (owner == 0) {
    boost::asio::io_context io{1};
    auto command = shell(kDaemon + std::string("sleep 1000"));
    command.environment = {{"LIFE", path}};
    ports::MachineClock clock{io};
    const auto process = Process::start(
        io, clock, command, nullptr, {.says = [&](const std::string&) { (void)!write(up[1], "+", 1); }, .ended = {}});
    io.run();
    _exit(1);
  }
  close(up[1]);
  char told = 0;
  REQUIRE(read(up[0], &told, 1) == 1);
  close(up[0]);
  kill(owner, SIGKILL);
  waitpid(owner, nullptr, 0);
  CHECK(life.all_gone());
}

TEST_CASE("a client's group is its own, and seen by us also when it is in a stage", "[process]") {
  boost::asio::io_context io{1};
  auto stage = testing::stage_or_none();
  for (Stage* place : {static_cast<Stage*>(nullptr), stage ? &*stage : nullptr}) {
    Client client(io, shell("echo up; sleep 1000"), place);
    client.run_until_said(1);
    CHECK(client.process->group() > 1);
    CHECK(client.process->group() != getpgrp());
    CHECK(getpgid(client.process->group()) == client.process->group());
    client.process->end(std::chrono::milliseconds(0));
    client.run_until_ended();
  }
}

TEST_CASE("in a stage a client sees the stage, and one that is missing or ends is told as elsewhere", "[process]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  boost::asio::io_context io{1};
  Client client(io, shell("id -u; test -c /dev/ppp && echo ppp; exit 4"), &*stage);
  client.run_until_ended();
  CHECK(client.said == Lines{"0", "ppp"});
  CHECK(client.ended->status == 4);
  CHECK(refusal({.arguments = {"no-such-client"}, .environment = {}, .folder = {}}, &*stage) ==
        "can't start no-such-client: no such program");
}

TEST_CASE("a client dies with its stage", "[process]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  boost::asio::io_context io{1};
  Client client(io, shell("trap '' TERM; echo up; sleep 1000"), &*stage);
  client.run_until_said(1);
  stage.reset();
  client.run_until_ended();
  CHECK(client.ended->status == 128 + SIGKILL);
}

}  // namespace
}  // namespace modembench
