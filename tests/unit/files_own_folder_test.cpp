#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>

#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "files/own_folder.hpp"
#include "files/owner_mark.hpp"
#include "ports_support.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using files::OwnFolder;
using testing::Scratch;
namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& text = "text\n") { std::ofstream(path) << text; }

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A process that does `work`, tells a byte, then waits to be killed.
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

// Where take_for_run makes its folders, for the time of a test.
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
  [[nodiscard]] fs::path place() const { return scratch_.path() / "modembench"; }

 private:
  Scratch scratch_;
  std::optional<std::string> before_;
};

std::string refusal(const fs::path& path) {
  const auto taken = OwnFolder::take(path);
  return taken ? "taken" : taken.error();
}

TEST_CASE("a folder is made with its parents, and all of that goes again", "[files]") {
  const Scratch scratch;
  {
    const auto folder = OwnFolder::take(scratch.path() / "a" / "b");
    REQUIRE(folder);
    CHECK(fs::is_directory(folder->path()));
    CHECK(fs::exists(folder->path() / ".modembench"));
  }
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("a folder that was there before stays, without what was ours in it", "[files]") {
  const Scratch scratch;
  {
    auto folder = OwnFolder::take(scratch.path());
    REQUIRE(folder);
    const OwnFolder moved = std::move(*folder);
    fs::create_symlink("/dev/null", moved.path() / "qmi");
    fs::create_symlink("/dev/null", moved.path() / ".ttyUSB0.new");
  }
  CHECK(fs::is_directory(scratch.path()));
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("a folder keeps files that others have put into it meanwhile", "[files]") {
  const Scratch scratch;
  {
    const auto folder = OwnFolder::take(scratch.path() / "new");
    REQUIRE(folder);
    write_file(folder->path() / "notes");
    write_file(folder->path() / "qmi");  // a file of the name, but no port
  }
  CHECK(fs::exists(scratch.path() / "new" / "notes"));
  CHECK(fs::exists(scratch.path() / "new" / "qmi"));
  CHECK_FALSE(fs::exists(scratch.path() / "new" / ".modembench"));
}

TEST_CASE("a folder with files that aren't ours is refused by their names and left as it is", "[files]") {
  const Scratch scratch;
  for (const auto* name : {"d", "b", "a", "c", "e"}) write_file(scratch.path() / name);
  CHECK(refusal(scratch.path()) ==
        scratch.path().string() +
            ": holds files that are none of modembench's (a, b, c and 2 more); an empty or a new folder is wanted");
  CHECK(std::distance(fs::directory_iterator(scratch.path()), {}) == 5);
}

TEST_CASE("a link that was in a folder before us isn't ours, though it has a port's name", "[files]") {
  const Scratch scratch;
  fs::create_symlink("/dev/null", scratch.path() / "qmi");
  CHECK_THAT(refusal(scratch.path()), Contains("(qmi)"));
  CHECK(fs::is_symlink(scratch.path() / "qmi"));
}

TEST_CASE("a folder in use is refused with the process that holds it, and free again afterwards", "[files]") {
  const Scratch scratch;
  {
    const auto folder = OwnFolder::take(scratch.path());
    REQUIRE(folder);
    CHECK(refusal(scratch.path()) == scratch.path().string() + ": is in use by process " + std::to_string(getpid()));
    CHECK(fs::exists(scratch.path() / ".modembench"));
  }
  CHECK(refusal(scratch.path()) == "taken");
}

TEST_CASE("a file in a folder's place is refused, as is a path below it", "[files]") {
  const Scratch scratch;
  write_file(scratch.path() / "file");
  CHECK(refusal(scratch.path() / "file") == (scratch.path() / "file").string() + ": is a file; a folder is wanted");
  CHECK_THAT(refusal(scratch.path() / "file" / "below"), Contains("Not a directory"));
  CHECK(fs::is_regular_file(scratch.path() / "file"));
}

TEST_CASE("a lock file that is a link is refused, and what it leads to is left alone", "[files]") {
  const Scratch scratch;
  write_file(scratch.path() / "precious");
  fs::create_directory(scratch.path() / "ports");
  fs::create_symlink(scratch.path() / "precious", scratch.path() / "ports" / ".modembench");
  CHECK_THAT(refusal(scratch.path() / "ports"), Contains("is a symbolic link, not a lock file"));
  CHECK(text_of(scratch.path() / "precious") == "text\n");
}

TEST_CASE("a folder is refused with the reason where this user may not write, or nothing more can be written",
          "[files]") {
  const Scratch scratch;
  fs::permissions(scratch.path(), static_cast<fs::perms>(0755));
  const auto as_other = [&](const auto& limit_then_take) {
    int told[2];
    REQUIRE(pipe2(told, O_CLOEXEC) == 0);
    const pid_t child = fork();
    if (child == 0) {
      const std::string why = limit_then_take();
      (void)!write(told[1], why.data(), why.size());
      _exit(0);
    }
    close(told[1]);
    std::string text(4096, '\0');
    const auto got = read(told[0], text.data(), text.size());
    close(told[0]);
    waitpid(child, nullptr, 0);
    return text.substr(0, got > 0 ? static_cast<std::size_t>(got) : 0);
  };
  const auto no_right = as_other([&] {
    // The superuser may write anywhere; an ordinary user may not make folders at the root.
    if (geteuid() != 0) return refusal("/modembench-unit-test");
    if (setresuid(65534, 65534, 65534) != 0) return std::string("no ordinary user");
    return refusal(scratch.path() / "new");
  });
  CHECK_THAT(no_right, Contains("can't make this folder: Permission denied"));
  const auto full = as_other([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit nothing{0, 0};
    setrlimit(RLIMIT_FSIZE, &nothing);
    return refusal(scratch.path() / "full");
  });
  CHECK_THAT(full, Contains("can't write it: File too large"));
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("what a killed process left in its folder is cleared by the next that takes it", "[files]") {
  const Scratch scratch;
  const auto path = scratch.path() / "made" / "ports";
  Victim victim([&] {
    static auto folder = OwnFolder::take(path);
    if (!folder) return false;
    fs::create_symlink("/dev/pts/0", path / "qmi");
    return true;
  });
  CHECK(refusal(path) == path.string() + ": is in use by process " + std::to_string(victim.process()));
  victim.die();
  CHECK(fs::is_symlink(path / "qmi"));
  {
    const auto folder = OwnFolder::take(path);
    REQUIRE(folder);
    CHECK_FALSE(fs::exists(fs::symlink_status(path / "qmi")));
  }
  // That the killed one had made the folders is remembered.
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("each run has a folder of its own in a place for this user alone; the last takes the place along",
          "[files]") {
  const RuntimeFolder runtime;
  {
    const auto one = OwnFolder::take_for_run();
    const auto other = OwnFolder::take_for_run();
    REQUIRE(one);
    REQUIRE(other);
    CHECK(one->path() != other->path());
    CHECK(one->path().parent_path() == runtime.place());
    CHECK(fs::status(runtime.place()).permissions() == fs::perms::owner_all);
    CHECK(fs::status(one->path()).permissions() == fs::perms::owner_all);
    write_file(one->path() / "network.conf");
  }
  CHECK_FALSE(fs::exists(runtime.place()));
}

TEST_CASE("a run clears what killed runs have left, the folders of living ones stay", "[files]") {
  const RuntimeFolder runtime;
  const auto living = OwnFolder::take_for_run();
  REQUIRE(living);
  Victim victim([&] {
    static auto folder = OwnFolder::take_for_run();
    if (!folder) return false;
    write_file(folder->path() / "network.conf");
    return true;
  });
  CHECK(std::distance(fs::directory_iterator(runtime.place()), {}) == 2);
  victim.die();
  write_file(runtime.place() / "not-a-run");
  const auto next = OwnFolder::take_for_run();
  REQUIRE(next);
  CHECK(std::distance(fs::directory_iterator(runtime.place()), {}) == 3);
  CHECK(fs::exists(living->path()));
  CHECK(fs::exists(runtime.place() / "not-a-run"));
}

TEST_CASE("processes a killed run noted or marked are ended by the next run, their likes are not", "[files]") {
  const RuntimeFolder runtime;
  const auto own_group = [] { return setpgid(0, 0) == 0; };
  Victim noted(own_group);
  Victim not_the_same(own_group);
  Victim not_noted(own_group);
  std::string mark;
  int marks[2];
  REQUIRE(pipe2(marks, O_CLOEXEC) == 0);
  Victim run([&] {
    static auto folder = OwnFolder::take_for_run();
    if (!folder) return false;
    folder->note_process_group(noted.process());
    folder->note_process_group(0);
    folder->note_process_group(-1);
    // As if another process had this number by now.
    std::ofstream(folder->path() / ".modembench", std::ios::app)
        << "group " << not_the_same.process() << " 1\ngroup 0 0\ngroup -1 0\ngroup 1 0\nnonsense\n";
    const auto own = files::owner_mark();
    return write(marks[1], own.data(), own.size()) == static_cast<ssize_t>(own.size());
  });
  mark.resize(256);
  const auto got = read(marks[0], mark.data(), mark.size());
  REQUIRE(got > 0);
  mark.resize(static_cast<std::size_t>(got));
  close(marks[0]);
  close(marks[1]);
  const pid_t marked = fork();
  if (marked == 0) {
    const std::string variable = std::string(files::kOwnerVariable) + "=" + mark;
    const char* environment[] = {variable.c_str(), nullptr};
    execle("/bin/sleep", "sleep", "1000", nullptr, environment);
    _exit(127);
  }
  // Only when it is the other program, its environment is what is seen of it.
  while (text_of("/proc/" + std::to_string(marked) + "/environ").find(mark) == std::string::npos) sched_yield();
  run.die();

  const auto next = OwnFolder::take_for_run();
  REQUIRE(next);
  int status = 0;
  REQUIRE(waitpid(marked, &status, 0) == marked);
  CHECK(WTERMSIG(status) == SIGKILL);
  siginfo_t ended{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(noted.process()), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(ended.si_status == SIGKILL);
  CHECK(kill(not_the_same.process(), 0) == 0);
  siginfo_t alive{};
  for (const auto process : {not_the_same.process(), not_noted.process()}) {
    CHECK(waitid(P_PID, static_cast<id_t>(process), &alive, WEXITED | WNOHANG | WNOWAIT) == 0);
    CHECK(alive.si_pid == 0);
  }
}

TEST_CASE("a place for runs that is a link, open to others or someone else's is refused", "[files]") {
  const RuntimeFolder runtime;
  const auto why = [] {
    const auto taken = OwnFolder::take_for_run();
    return taken ? "taken" : taken.error();
  };
  const Scratch elsewhere;
  fs::create_symlink(elsewhere.path(), runtime.place());
  CHECK_THAT(why(), Contains("is no folder"));
  fs::remove(runtime.place());
  fs::create_directory(runtime.place());
  fs::permissions(runtime.place(), fs::perms::all);
  CHECK_THAT(why(), Contains("is open to other users"));
  if (geteuid() == 0) {
    fs::permissions(runtime.place(), fs::perms::owner_all);
    REQUIRE(chown(runtime.place().c_str(), 65534, 65534) == 0);
    CHECK_THAT(why(), Contains("belongs to user 65534"));
  }
  CHECK(fs::is_empty(elsewhere.path()));
}

}  // namespace
}  // namespace modembench
