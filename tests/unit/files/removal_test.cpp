#include <cerrno>

#include <sys/resource.h>
#include <sys/stat.h>

#include "files/beneath.hpp"
#include "files/own_folder.hpp"
#include "files/removal.hpp"
#include "tests/unit/files/files_support.hpp"

// Clean-up crosses no mount and no link, whatever a run's client has made of the run's folder.
namespace modembench {
namespace {

using files::OwnFolder;
using testing::bind;
using testing::in_a_child;
using testing::kNoMounts;
using testing::own_mounts;
using testing::RuntimeFolder;
using testing::Scratch;
using testing::text_of;
using testing::Victim;
using testing::write_file;
namespace fs = std::filesystem;

struct Treasure {
  Scratch scratch;
  fs::path folder = scratch.path() / "victim";
  Treasure() {
    fs::create_directories(folder / "inner");
    write_file(folder / "file");
    write_file(folder / "inner" / "file");
  }
  [[nodiscard]] bool is_whole() const {
    return text_of(folder / "file") == "text\n" && text_of(folder / "inner" / "file") == "text\n";
  }
};

// False, aloud, where this can't be tried.
bool tried(const std::string& said) {
  if (said == kNoMounts) WARN("not tried: " << kNoMounts);
  return said != kNoMounts;
}

TEST_CASE("a folder that a run's client has mounted in the run's folder loses nothing, and is taken off", "[files]") {
  const RuntimeFolder runtime;
  const Treasure treasure;
  const auto said = in_a_child([&]() -> std::string {
    if (!own_mounts()) return kNoMounts;
    {
      const auto run = OwnFolder::take_for_run();
      if (!run) return run.error();
      fs::create_directories(run->path() / "deep" / "er");
      fs::create_directory(run->path() / "m");
      write_file(run->path() / "f");
      if (!bind(treasure.folder, run->path() / "m") || !bind(treasure.folder, run->path() / "m") ||
          !bind(treasure.folder, run->path() / "deep" / "er") || !bind(treasure.folder / "file", run->path() / "f")) {
        return "can't bind";
      }
    }
    return text_of("/proc/self/mounts").find("modembench/run-") == std::string::npos ? "taken off" : "still mounted";
  });
  if (!tried(said)) return;
  CHECK(said == "taken off");
  CHECK(treasure.is_whole());
  CHECK_FALSE(fs::exists(runtime.place()));
}

TEST_CASE("a folder that is mounted over the run's own loses nothing, and is taken off", "[files]") {
  const RuntimeFolder runtime;
  const Treasure treasure;
  const auto said = in_a_child([&]() -> std::string {
    if (!own_mounts()) return kNoMounts;
    const auto run = OwnFolder::take_for_run();
    if (!run) return run.error();
    return bind(treasure.folder, run->path()) ? "bound" : "can't bind";
  });
  if (!tried(said)) return;
  CHECK(said == "bound");
  CHECK(treasure.is_whole());
}

TEST_CASE("nor does what a killed run has left mounted, when the next run clears", "[files]") {
  const RuntimeFolder runtime;
  const Treasure treasure;
  const auto said = in_a_child([&]() -> std::string {
    if (!own_mounts()) return kNoMounts;
    fs::path path;
    {
      Victim run([&] {
        static const auto folder = OwnFolder::take_for_run();
        return folder && fs::create_directory(folder->path() / "m") && bind(treasure.folder, folder->path() / "m");
      });
    }
    const auto next = OwnFolder::take_for_run();
    if (!next) return next.error();
    const auto left = std::distance(fs::directory_iterator(runtime.place()), {});
    return left == 1 ? "cleared" : "left";
  });
  if (!tried(said)) return;
  CHECK(said == "cleared");
  CHECK(treasure.is_whole());
}

TEST_CASE("links in a run's folder aren't followed", "[files]") {
  const RuntimeFolder runtime;
  const Treasure treasure;
  {
    const auto run = OwnFolder::take_for_run();
    REQUIRE(run);
    fs::create_directory_symlink(treasure.folder, run->path() / "link");
    fs::create_directory(run->path() / "folder");
    fs::create_directory_symlink(treasure.folder / "inner", run->path() / "folder" / "link");
    fs::create_hard_link(treasure.folder / "file", run->path() / "folder" / "file");
  }
  CHECK(treasure.is_whole());
  CHECK_FALSE(fs::exists(runtime.place()));
}

TEST_CASE("a run's folder that was swapped for another leaves that one alone", "[files]") {
  const RuntimeFolder runtime;
  const Treasure treasure;
  fs::path path;
  {
    const auto run = OwnFolder::take_for_run();
    REQUIRE(run);
    path = run->path();
    fs::rename(path, runtime.place() / "moved");
    fs::create_directory(path);
    write_file(path / "theirs");
  }
  CHECK(text_of(path / "theirs") == "text\n");
  {
    const auto next = OwnFolder::take_for_run();
    REQUIRE(next);
  }
  CHECK(text_of(path / "theirs") == "text\n");
}

TEST_CASE("a run's folder goes however deep it is, with four descriptors, and whatever rights are missing", "[files]") {
  const RuntimeFolder runtime;
  const auto said = in_a_child([&]() -> std::string {
    if (geteuid() == 0) {
      if (chmod(runtime.place().parent_path().c_str(), 0777) != 0 ||
          chown(runtime.place().parent_path().c_str(), 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0) {
        return "no ordinary user";
      }
    }
    const auto run = OwnFolder::take_for_run();
    if (!run) return run.error();
    if (chdir(run->path().c_str()) != 0) return "can't enter";
    for (int depth = 0; depth < 3000; ++depth) {
      if (mkdir("d", 0700) != 0 || mkdir("e", 0700) != 0 || chdir("d") != 0) return "can't go deeper";
    }
    if (chdir("/") != 0) return "can't leave";
    fs::create_directories(run->path() / "shut" / "in" / "ner");
    fs::permissions(run->path() / "shut" / "in", fs::perms::none);
    fs::permissions(run->path() / "shut", fs::perms::none);
    while (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) {
    }
    return "made";
  });
  CHECK(said == "made");
  CHECK_FALSE(fs::exists(runtime.place()));
}

TEST_CASE("nothing is opened across a mount or a link, with openat2 and without", "[files]") {
  const Treasure treasure;
  const auto said = in_a_child([&]() -> std::string {
    if (!own_mounts()) return kNoMounts;
    const auto& here = treasure.scratch.path();
    fs::create_directory(here / "bound");
    fs::create_directory_symlink("victim", here / "link");
    if (!bind(treasure.folder, here / "bound")) return "can't bind";
    const files::Descriptor folder(open(here.c_str(), O_RDONLY | O_DIRECTORY));
    for (const auto& how : {files::open_beneath, files::open_and_compare}) {
      if (!how(folder.get(), "victim", O_PATH | O_DIRECTORY)) return "its own isn't opened";
      if (how(folder.get(), "bound", O_PATH | O_DIRECTORY)) return "a mount is crossed";
      if (how(folder.get(), "link", O_PATH | O_DIRECTORY)) return "a link is followed";
      if (how(folder.get(), "link", O_PATH)) return "a link is opened";
      if (how(folder.get(), "..", O_PATH)) return "it goes up";
    }
    return "right";
  });
  if (tried(said)) CHECK(said == "right");
}

TEST_CASE("what has another's name is left, and said", "[files]") {
  const Scratch scratch;
  const files::Descriptor folder(open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY));
  write_file(scratch.path() / "one");
  const auto one = files::look(folder.get(), "one");
  REQUIRE(one);
  fs::rename(scratch.path() / "one", scratch.path() / "two");
  write_file(scratch.path() / "one");
  files::Doubts doubts;
  CHECK_FALSE(files::remove_made(folder.get(), "one", one->identity, scratch.path() / "one", doubts));
  REQUIRE(doubts.size() == 1);
  CHECK(doubts.front() == (scratch.path() / "one").string() + ": isn't what modembench made there");
  CHECK(files::remove_made(folder.get(), "two", one->identity, scratch.path() / "two", doubts));
  CHECK(files::remove_made(folder.get(), "three", one->identity, scratch.path() / "three", doubts));
  CHECK(doubts.size() == 1);
  CHECK(files::doubt("/a\x1b[2Jb", "x") == "/a\\x1b[2Jb: x");
}

}  // namespace
}  // namespace modembench
