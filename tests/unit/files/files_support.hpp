#pragma once

#include <sched.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "files/own_folder.hpp"
#include "tests/unit/ports/ports_support.hpp"

/// What tests of files share.
namespace modembench::testing {

inline void write_file(const std::filesystem::path& path, const std::string& text = "text\n") {
  std::ofstream(path) << text;
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Why the folder of that path can't be had; "taken" if it was.
inline std::string refusal(const std::filesystem::path& path) {
  const auto taken = files::OwnFolder::take(path);
  return taken ? "taken" : taken.error();
}

/// What `work` says, done in a process of its own: it may change its user, its limits, its mounts.
template <class Work>
std::string in_a_child(const Work& work) {
  int told[2];
  REQUIRE(pipe2(told, O_CLOEXEC) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string text = work();
    (void)!write(told[1], text.data(), text.size());
    _exit(0);
  }
  close(told[1]);
  std::string text(4096, '\0');
  const auto got = read(told[0], text.data(), text.size());
  close(told[0]);
  waitpid(child, nullptr, 0);
  return text.substr(0, got > 0 ? static_cast<std::size_t>(got) : 0);
}

/// Mounts of this process's own, that the machine doesn't see.
inline bool own_mounts() {
  return unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}
inline bool bind(const std::filesystem::path& from, const std::filesystem::path& to) {
  return mount(from.c_str(), to.c_str(), nullptr, MS_BIND, nullptr) == 0;
}
inline constexpr const char* kNoMounts = "nothing can be mounted here";

/// A process that does `work`, tells a byte, then waits to be killed.
class Victim {
 public:
  template <class Work>
  explicit Victim(const Work& work) {
    int ready[2];
    REQUIRE(pipe2(ready, O_CLOEXEC) == 0);
    process_ = fork();
    if (process_ == 0) {
      const bool done = work();
      (void)!write(ready[1], done ? "+" : "-", 1);
      for (;;) pause();
    }
    close(ready[1]);
    char told = '-';
    REQUIRE(read(ready[0], &told, 1) == 1);
    close(ready[0]);
    REQUIRE(told == '+');
  }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;
  ~Victim() { die(); }
  void die() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
  }
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  pid_t process_ = -1;
};

/// A `sleep` with this one variable in its environment, in a process group of its own.
class Sleeper {
 public:
  explicit Sleeper(const std::string& variable) {
    int gone[2];
    REQUIRE(pipe2(gone, O_CLOEXEC) == 0);
    process_ = fork();
    if (process_ == 0) {
      setpgid(0, 0);
      const char* environment[] = {variable.c_str(), nullptr};
      execle("/bin/sleep", "sleep", "1000", nullptr, environment);
      _exit(127);
    }
    // Only when it is the other program, its environment is what is seen of it: the pipe closes then.
    close(gone[1]);
    char nothing = 0;
    REQUIRE(read(gone[0], &nothing, 1) == 0);
    close(gone[0]);
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  ~Sleeper() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  [[nodiscard]] pid_t process() const { return process_; }
  [[nodiscard]] bool is_alive() const {
    siginfo_t ended{};
    return waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0;
  }
  /// Waits for its end.
  [[nodiscard]] int signal() const {
    siginfo_t ended{};
    REQUIRE(waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOWAIT) == 0);
    return ended.si_status;
  }

 private:
  pid_t process_ = -1;
};

/// Where take_for_run makes its folders, for the time of a test.
class RuntimeFolder {
 public:
  RuntimeFolder() {
    if (const char* set = std::getenv("XDG_RUNTIME_DIR")) before_ = set;
    setenv("XDG_RUNTIME_DIR", scratch_.path().c_str(), 1);
  }
  RuntimeFolder(const RuntimeFolder&) = delete;
  RuntimeFolder& operator=(const RuntimeFolder&) = delete;
  ~RuntimeFolder() {
    if (before_) {
      setenv("XDG_RUNTIME_DIR", before_->c_str(), 1);
    } else {
      unsetenv("XDG_RUNTIME_DIR");
    }
  }
  [[nodiscard]] std::filesystem::path place() const { return scratch_.path() / "modembench"; }

 private:
  Scratch scratch_;
  std::optional<std::string> before_;
};

}  // namespace modembench::testing
