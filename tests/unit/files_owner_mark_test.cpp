#include <csignal>
#include <fstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "files/owner_mark.hpp"

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

}  // namespace
}  // namespace modembench
