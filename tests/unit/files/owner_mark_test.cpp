#include <csignal>
#include <fstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "files/left_processes.hpp"
#include "files/owner_mark.hpp"
#include "tests/unit/files/files_support.hpp"

namespace modembench {
namespace {

TEST_CASE("the start of a process that ends while it is looked up is nothing", "[files]") {
  const pid_t process = fork();
  if (process == 0) {
    for (;;) pause();
  }
  REQUIRE(process > 0);
  CHECK(files::start_time(process));
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  REQUIRE(stat.is_open());
  kill(process, SIGKILL);
  REQUIRE(waitpid(process, nullptr, 0) == process);
  CHECK_FALSE(files::start_time(stat));
  CHECK_FALSE(files::start_time(process));
}

TEST_CASE("nobody is killed by the mark of a process that lives, of another boot, or by none", "[files]") {
  const auto own = files::owner_mark();
  const testing::Sleeper marked(std::string(files::kOwnerVariable) + "=" + own);
  const std::vector<files::NotedGroup> noted{{marked.process(), files::start_time(marked.process()).value()}};
  const auto another_boot = "1.1." + std::string(36, '0');
  const testing::Sleeper of_another_boot(std::string(files::kOwnerVariable) + "=" + another_boot);
  for (const auto& mark : {own, another_boot, std::string(), std::string("nonsense")}) files::kill_left(mark, noted);
  CHECK(marked.is_alive());
  CHECK(of_another_boot.is_alive());
}

TEST_CASE("a process is dead when it is shown to be, and not before", "[files]") {
  const auto own = files::owner_from(files::owner_mark());
  REQUIRE(own);
  CHECK_FALSE(files::is_dead(*own));
  CHECK(files::is_dead({own->process, own->began + 1, own->boot}));
  CHECK(files::is_dead({own->process, own->began, "another boot"}));
  const pid_t zombie = fork();
  if (zombie == 0) {
    for (;;) pause();
  }
  const files::Owner owner{zombie, files::start_time(zombie).value(), own->boot};
  CHECK_FALSE(files::is_dead(owner));
  kill(zombie, SIGKILL);
  siginfo_t ended{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(zombie), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(files::is_dead(owner));
  waitpid(zombie, nullptr, 0);
  for (const auto* mark : {"", "1", "1.2", "x.2.boot", "-1.2.boot", "1.0.boot"}) CHECK_FALSE(files::owner_from(mark));
}

}  // namespace
}  // namespace modembench
