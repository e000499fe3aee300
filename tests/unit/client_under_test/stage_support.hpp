#pragma once

#include <cstdlib>
#include <functional>
#include <optional>
#include <string>

#include <sys/prctl.h>
#include <sys/wait.h>

#include "client_under_test/stage.hpp"
#include "tests/unit/ports/ports_support.hpp"

namespace modembench::testing {

using client_under_test::Stage;

/// A stage, or nothing on a machine that allows none: then tests/needs, which asks the kernel itself, has said so on
/// standard error, which ctest takes for a test that was skipped.
inline std::optional<Stage> stage_or_none(const Stage::Options& options = {}) {
  auto stage = Stage::build(options);
  if (stage) return std::move(*stage);
  if (std::system(SCENARIOS_DIR "/../tests/needs stage true") == 0) FAIL(stage.error());
  return std::nullopt;
}

/// Runs a shell script in the stage; its exit status.
inline int shell_in(Stage& stage, const std::string& script) {
  const auto status = stage.run([&] {
    execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
    return 127;
  });
  if (!status) FAIL(status.error());
  return *status;
}

/// What `body` returns in a child process that may change what it is.
inline std::string in_child(const std::function<std::string()>& body) {
  int told[2];
  REQUIRE(pipe2(told, O_CLOEXEC) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto text = body();
    (void)!write(told[1], text.data(), text.size());
    _exit(0);
  }
  close(told[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = read(told[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  close(told[0]);
  waitpid(child, nullptr, 0);
  return text;
}

/// Makes this process an ordinary user, if it isn't one.
inline bool become_ordinary_user() {
  if (geteuid() != 0) return true;
  // Its /proc entries belong to it only when it counts as dumpable.
  return setresgid(65534, 65534, 65534) == 0 && setresuid(65534, 65534, 65534) == 0 && prctl(PR_SET_DUMPABLE, 1) == 0;
}

}  // namespace modembench::testing
