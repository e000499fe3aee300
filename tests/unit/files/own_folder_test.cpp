#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>

#include "files/own_folder.hpp"
#include "files/owner_mark.hpp"
#include "tests/unit/files/files_support.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using files::OwnFolder;
using testing::in_a_child;
using testing::refusal;
using testing::RuntimeFolder;
using testing::Scratch;
using testing::Sleeper;
using testing::text_of;
using testing::Victim;
using testing::write_file;
namespace fs = std::filesystem;

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
    moved.place().make_link("qmi", "/dev/null")->keep();
    REQUIRE(moved.for_modems(3));
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
  const auto no_right = in_a_child([&] {
    // The superuser may write anywhere; an ordinary user may not make folders at the root.
    if (geteuid() != 0) return refusal("/modembench-unit-test");
    if (setresuid(65534, 65534, 65534) != 0) return std::string("no ordinary user");
    return refusal(scratch.path() / "new");
  });
  CHECK_THAT(no_right, Contains("can't make this folder: Permission denied"));
  const auto full = in_a_child([&] {
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
    folder->place().make_link("qmi", "/dev/pts/0")->keep();
    return folder->for_modems(2)->front().make_link("ttyUSB0", "/dev/pts/1")->keep().first == "ttyUSB0";
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

TEST_CASE("what a killed run had forked holds its folder until that has ended, and no longer", "[files]") {
  const RuntimeFolder runtime;
  const auto wait_a_while = [] { usleep(100'000); };
  Victim victim([&] {
    static const auto run = OwnFolder::take_for_run();
    const pid_t run_process = getpid();
    // As one that was to mount something, and is told too late that nobody wants it any more.
    if (fork() == 0) {
      while (getppid() == run_process) usleep(1000);
      wait_a_while();
      _exit(0);
    }
    return run.has_value();
  });
  CHECK_FALSE(fs::is_empty(runtime.place()));
  victim.die();
  OwnFolder::clear_up_after_killed_runs();
  CHECK_FALSE(fs::exists(runtime.place()));
}

TEST_CASE("processes a killed run noted or marked are ended by the next run, their likes are not", "[files]") {
  const RuntimeFolder runtime;
  int marks[2];
  REQUIRE(pipe2(marks, O_CLOEXEC) == 0);
  Victim run([&] {
    static auto folder = OwnFolder::take_for_run();
    if (!folder) return false;
    const auto own = files::owner_mark();
    return write(marks[1], own.data(), own.size()) == static_cast<ssize_t>(own.size());
  });
  std::string mark(256, '\0');
  const auto got = read(marks[0], mark.data(), mark.size());
  REQUIRE(got > 0);
  mark.resize(static_cast<std::size_t>(got));
  const auto variable = std::string(files::kOwnerVariable) + "=" + mark;
  const Sleeper marked(variable);
  const Sleeper leader(variable);
  const Victim member([&] { return setpgid(0, leader.process()) == 0; });
  const Sleeper living(std::string(files::kOwnerVariable) + "=" + files::owner_mark());
  const Sleeper noted_but_not_marked("OTHER=1");
  const Sleeper not_the_same("OTHER=2");
  {
    std::ofstream record(fs::directory_iterator(runtime.place())->path() / ".modembench", std::ios::app);
    for (const auto* one : {&leader, &noted_but_not_marked, &living}) {
      record << "group " << one->process() << " " << files::start_time(one->process()).value() << "\n";
    }
    // As if another process had this number by now.
    record << "group " << not_the_same.process() << " 1\ngroup 0 0\ngroup -1 0\ngroup 1 0\nnonsense\n";
  }
  run.die();

  const auto next = OwnFolder::take_for_run();
  REQUIRE(next);
  CHECK(marked.signal() == SIGKILL);
  CHECK(leader.signal() == SIGKILL);
  siginfo_t ended{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(member.process()), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(ended.si_status == SIGKILL);
  CHECK(living.is_alive());
  CHECK(noted_but_not_marked.is_alive());
  CHECK(not_the_same.is_alive());
  for (const int end : {marks[0], marks[1]}) close(end);
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
