#include <csignal>
#include <fstream>

#include "client_under_test/process_children.hpp"
#include "client_under_test/process_fork.hpp"
#include "tests/unit/client_under_test/process_support.hpp"

// What becomes of a client, and of what is said of its end, when the bench's own part fails.
namespace modembench {
namespace {

using namespace std::chrono_literals;
using client_under_test::Furnishing;
using client_under_test::Stage;
using testing::Client;
using testing::kDaemon;
using testing::Lifesign;
using testing::shell;

// In a stage, or beside us: none.
std::optional<Stage> place(bool staged) { return staged ? testing::stage_or_none() : std::nullopt; }

Stage* at(std::optional<Stage>& stage) { return stage ? &*stage : nullptr; }

std::string name_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

// Our child of that name: a warden, a keeper.
pid_t ours(const std::string& name) {
  for (const auto child : client_under_test::children_of(getpid())) {
    if (name_of(child) == name) return child;
  }
  FAIL("there is no " + name);
  return -1;
}

// A client with daemons that says a word and then does that.
client_under_test::Command that_then(const std::string& deed, const std::optional<Stage>& stage, Lifesign& life) {
  auto command = shell(kDaemon + deed);
  command.environment = {{"LIFE", stage ? "/dev/null" : life.path()}};
  return command;
}

void expect_nothing_left(std::optional<Stage>& stage, Lifesign& life) {
  CHECK(life.all_gone());
  stage.reset();
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

constexpr const char* kKilled = "the client's warden was killed by signal 9";
constexpr const char* kStopped = "the client's warden was stopped";

TEST_CASE("a client that kills its warden is gone with all it started, and its end is no evidence", "[process]") {
  for (const bool staged : {false, true}) {
    auto stage = place(staged);
    boost::asio::io_context io{1};
    Lifesign life;
    Client client(io, that_then("kill -9 $PPID; sleep 1000", stage, life), at(stage));
    client.run_until_ended();
    CHECK(client.ended->bench_failed == kKilled);
    client.process.reset();
    expect_nothing_left(stage, life);
  }
}

TEST_CASE("a client whose warden is killed from outside is gone with all it started", "[process]") {
  for (const bool staged : {false, true}) {
    auto stage = place(staged);
    boost::asio::io_context io{1};
    Lifesign life;
    Client client(io, that_then("sleep 1000", stage, life), at(stage));
    client.run_until_said(1);
    kill(ours("client-warden"), SIGKILL);
    client.run_until_ended();
    CHECK(client.ended->bench_failed == kKilled);
    client.process.reset();
    expect_nothing_left(stage, life);
  }
}

TEST_CASE("a client that stops its warden is ended all the same when it is told to", "[process]") {
  for (const std::chrono::milliseconds grace : {std::chrono::milliseconds(testing::kGuard * 10), 0ms}) {
    for (const bool staged : {false, true}) {
      auto stage = place(staged);
      boost::asio::io_context io{1};
      Lifesign life;
      Client client(io, that_then("kill -STOP $PPID; echo stopped; sleep 1000", stage, life), at(stage));
      client.run_until_said(2);  // its own word, and the daemon's
      client.process->end(grace);
      client.run_until_ended();
      CHECK(client.ended->bench_failed == kStopped);
      client.process.reset();
      expect_nothing_left(stage, life);
    }
  }
}

TEST_CASE("a client that stops its warden is gone with its Process", "[process]") {
  for (const bool staged : {false, true}) {
    auto stage = place(staged);
    boost::asio::io_context io{1};
    Lifesign life;
    Client client(io, that_then("kill -STOP $PPID; echo stopped; sleep 1000", stage, life), at(stage));
    client.run_until_said(2);  // its own word, and the daemon's
    client.process.reset();
    CHECK_FALSE(client.ended);
    expect_nothing_left(stage, life);
  }
}

TEST_CASE("that a warden was stopped for a while is told with the client's end", "[process]") {
  for (const bool staged : {false, true}) {
    auto stage = place(staged);
    boost::asio::io_context io{1};
    Client client(io, shell("kill -STOP $PPID; kill -CONT $PPID; exit 3"), at(stage));
    client.run_until_ended();
    CHECK(client.ended->status == 3);
    CHECK(client.ended->bench_failed == "the client's warden was stopped for a while");
  }
}

TEST_CASE("who dies with a keeper that is killed wasn't ended by anything of its own", "[process]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  CHECK(stage->what_failed().empty());
  boost::asio::io_context io{1};
  Client client(io, shell("echo up; sleep 1000"), &*stage);
  client.run_until_said(1);
  kill(ours("stage-keeper"), SIGKILL);
  client.run_until_ended();
  CHECK(client.ended->bench_failed == "the stage's keeper was killed");
  CHECK(stage->what_failed() == "the stage's keeper was killed");
}

TEST_CASE("a keeper that is stopped keeps its stage, and goes with it", "[process]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  boost::asio::io_context io{1};
  kill(ours("stage-keeper"), SIGSTOP);
  Client client(io, shell("(setsid sleep 1000 &) ; exit 3"), &*stage);
  client.run_until_ended();
  CHECK(client.ended->status == 3);
  CHECK(client.ended->bench_failed.empty());
  CHECK(stage->what_failed().empty());
  stage.reset();
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a stage tells that its system bus has died", "[process]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  Furnishing furnishing;
  furnishing.system_bus = true;
  if (const auto made = stage->furnish(furnishing); !made) FAIL(made.error());
  CHECK(stage->what_failed().empty());
  const auto bus = ours("dbus-daemon");
  kill(bus, SIGKILL);
  siginfo_t ended{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(bus), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(stage->what_failed() == "the stage's dbus-daemon has ended");
}

TEST_CASE("the processes that we have forked ourselves are none of a lost client's", "[process]") {
  boost::asio::io_context io{1};
  const pid_t other = client_under_test::fork_to([] {
    pause();
    return 0;
  });
  CHECK(client_under_test::is_fork_of_ours(other));
  Client client(io, shell("kill -9 $PPID; sleep 1000"));
  client.run_until_ended();
  CHECK(waitpid(other, nullptr, WNOHANG) == 0);
  kill(other, SIGKILL);
  client_under_test::wait_for(other);
  CHECK_FALSE(client_under_test::is_fork_of_ours(other));
}

TEST_CASE("a client's end that has come already can be taken before its turn", "[process]") {
  boost::asio::io_context io{1};
  Client client(io, shell("echo last; exit 3"));
  while (!client.ended) client.process->take_end();
  CHECK(client.said == testing::Lines{"last"});
  CHECK(client.ended->status == 3);
}

}  // namespace
}  // namespace modembench
