#include <csignal>
#include <fstream>

#include <sys/stat.h>

#include "files/own_folder.hpp"
#include "files/owner_mark.hpp"
#include "files/record.hpp"
#include "tests/unit/files/files_support.hpp"

// What is somebody else's stays: folders that were taken away, made anew, swapped; lock files that are none.
namespace modembench {
namespace {

using Catch::Matchers::Contains;
using files::OwnFolder;
using testing::in_a_child;
using testing::refusal;
using testing::Scratch;
using testing::Sleeper;
using testing::text_of;
using testing::Victim;
using testing::write_file;
namespace fs = std::filesystem;

void link_in(const OwnFolder& folder) { folder.place().make_link("qmi", "/dev/null")->keep(); }

TEST_CASE("a folder that was removed and made anew by another belongs to that one", "[files]") {
  const Scratch scratch;
  auto first = OwnFolder::take(scratch.path() / "e");
  REQUIRE(first);
  link_in(*first);
  fs::remove_all(scratch.path() / "e");
  const auto second = OwnFolder::take(scratch.path() / "e");
  REQUIRE(second);
  link_in(*second);
  { const OwnFolder ends = std::move(*first); }
  CHECK(fs::is_symlink(scratch.path() / "e" / "qmi"));
  CHECK(fs::exists(scratch.path() / "e" / ".modembench"));
}

TEST_CASE("a folder in a folder, each somebody's: one's end takes nothing of the other's", "[files]") {
  const Scratch scratch;
  auto outer = OwnFolder::take(scratch.path() / "a");
  REQUIRE(outer);
  link_in(*outer);
  {
    const auto inner = OwnFolder::take(scratch.path() / "a" / "7");
    REQUIRE(inner);
    link_in(*inner);
    { const OwnFolder ends = std::move(*outer); }
    CHECK(fs::is_symlink(scratch.path() / "a" / "7" / "qmi"));
    CHECK_FALSE(fs::exists(fs::symlink_status(scratch.path() / "a" / "qmi")));
  }
  CHECK(fs::is_empty(scratch.path() / "a"));
}

TEST_CASE("a folder of one of several modems can't be taken by another, nor the one around it", "[files]") {
  const Scratch scratch;
  const auto folder = OwnFolder::take(scratch.path() / "a");
  REQUIRE(folder);
  const auto modems = folder->for_modems(3);
  REQUIRE(modems);
  const auto node = modems->at(1).make_link("qmi", "/dev/null");
  REQUIRE(node);
  CHECK_THAT(refusal(scratch.path() / "a" / "2"), Contains("holds files that are none of modembench's (qmi)"));
  CHECK(fs::is_symlink(scratch.path() / "a" / "2" / "qmi"));
}

TEST_CASE("a folder that was swapped for a link takes nothing of what that leads to along", "[files]") {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "theirs");
  fs::create_directory(scratch.path() / "theirs" / "5");
  fs::create_symlink("/dev/null", scratch.path() / "theirs" / "qmi");
  {
    const auto folder = OwnFolder::take(scratch.path() / "ours");
    REQUIRE(folder);
    link_in(*folder);
    fs::rename(scratch.path() / "ours", scratch.path() / "moved");
    fs::create_directory_symlink("theirs", scratch.path() / "ours");
  }
  CHECK(fs::is_symlink(scratch.path() / "theirs" / "qmi"));
  CHECK(fs::is_directory(scratch.path() / "theirs" / "5"));
  CHECK(fs::is_symlink(scratch.path() / "ours"));
  CHECK(fs::is_empty(scratch.path() / "moved"));  // what was ours went from where it is now
}

TEST_CASE("a modem's folder that was swapped for a link isn't followed", "[files]") {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "theirs");
  fs::create_symlink("/dev/null", scratch.path() / "theirs" / "qmi");
  {
    const auto folder = OwnFolder::take(scratch.path() / "ours");
    REQUIRE(folder);
    const auto modems = folder->for_modems(2);
    REQUIRE(modems);
    modems->at(1).make_link("qmi", "/dev/null")->keep();
    fs::remove_all(scratch.path() / "ours" / "2");
    fs::create_directory_symlink("../theirs", scratch.path() / "ours" / "2");
    CHECK_FALSE(modems->at(1).make_link("ttyUSB0", "/dev/null"));
  }
  CHECK(fs::is_symlink(scratch.path() / "theirs" / "qmi"));
  CHECK_FALSE(fs::exists(fs::symlink_status(scratch.path() / "theirs" / "ttyUSB0")));
  CHECK(fs::is_symlink(scratch.path() / "ours" / "2"));
}

TEST_CASE("a user's own link and folder with a port's and a modem's name stay", "[files]") {
  const Scratch scratch;
  {
    const auto folder = OwnFolder::take(scratch.path() / "b");
    REQUIRE(folder);
    fs::create_directory(folder->path() / "3");
    fs::create_symlink("/dev/null", folder->path() / "3" / "qmi");
    fs::create_symlink("/dev/null", folder->path() / "qmi");
    CHECK_FALSE(folder->place().make_link("qmi", "/dev/zero"));
  }
  CHECK(fs::is_symlink(scratch.path() / "b" / "3" / "qmi"));
  CHECK(fs::read_symlink(scratch.path() / "b" / "qmi") == "/dev/null");
}

TEST_CASE("what others have put in a port's place after a kill stays, what was made stays not", "[files]") {
  const Scratch scratch;
  const auto path = scratch.path() / "ports";
  Victim victim([&] {
    static auto folder = OwnFolder::take(path);
    if (!folder) return false;
    link_in(*folder);
    folder->place().make_link("ttyUSB0", "/dev/null")->keep();
    return true;
  });
  victim.die();
  fs::remove(path / "qmi");
  fs::create_symlink("/dev/zero", path / "qmi");
  CHECK_THAT(refusal(path), Contains("(qmi)"));
  CHECK(fs::read_symlink(path / "qmi") == "/dev/zero");
  CHECK_FALSE(fs::exists(fs::symlink_status(path / "ttyUSB0")));
}

TEST_CASE("a lock file that is another name of somebody's file is refused, and the file as it was", "[files]") {
  const Scratch scratch;
  write_file(scratch.path() / "precious");
  fs::create_directory(scratch.path() / "ports");
  fs::create_hard_link(scratch.path() / "precious", scratch.path() / "ports" / ".modembench");
  CHECK_THAT(refusal(scratch.path() / "ports"), Contains("is another name (a hard link)"));
  CHECK(text_of(scratch.path() / "precious") == "text\n");
  CHECK(fs::exists(scratch.path() / "ports" / ".modembench"));
}

TEST_CASE("a file of a lock file's name that says something else is refused and left as it is", "[files]") {
  const Scratch scratch;
  for (const std::string text : {"process 1\nmark x\nboot y\nmade 64\n", "my notes\n"}) {
    write_file(scratch.path() / ".modembench", text);
    CHECK_THAT(refusal(scratch.path()), Contains("is none of modembench's; it is left as it is"));
    CHECK(text_of(scratch.path() / ".modembench") == text);
  }
  write_file(scratch.path() / ".modembench", "");
  CHECK(refusal(scratch.path()) == "taken");
  CHECK(fs::exists(scratch.path() / ".modembench"));
  CHECK(text_of(scratch.path() / ".modembench").empty());
}

// A record as a killed process would have left it, but for what the test says otherwise.
std::string record_of(const fs::path& folder, const std::string& owner, const std::string& more) {
  return "This is modembench's record of what it has made in this folder.\nowner " + owner + "\nfolder " +
         files::to_text(files::look(AT_FDCWD, folder.string()).value().identity) + "\n" + more;
}

TEST_CASE("a record made up by somebody kills nobody and removes no folder or file of anybody's", "[files]") {
  const Scratch scratch;
  const auto folder = scratch.path() / "empty" / "ports";
  fs::create_directories(folder);
  write_file(folder / "notes");
  const auto identity = [](const fs::path& path) {
    return files::to_text(files::look(AT_FDCWD, path.string()).value().identity);
  };
  const auto dead = in_a_child([] { return files::owner_mark(); });
  const Sleeper stranger("OTHER=1");
  const Sleeper of_a_living_run(std::string(files::kOwnerVariable) + "=" + files::owner_mark());
  const auto group = "group " + std::to_string(stranger.process()) + " " +
                     std::to_string(files::start_time(stranger.process()).value()) + "\n";
  fs::create_directory(scratch.path() / "elsewhere");
  const auto more = group + "made " + identity(folder / "notes") + " notes\nmade " +
                    identity(scratch.path() / "elsewhere") + " ../elsewhere\nparent " +
                    identity(scratch.path() / "elsewhere") + "\nmade 64\n";
  for (const auto& owner : {dead, files::owner_mark()}) {
    write_file(folder / ".modembench", record_of(folder, owner, more));
    CHECK(refusal(folder) != "taken");
    CHECK(stranger.is_alive());
    CHECK(of_a_living_run.is_alive());
    CHECK(text_of(folder / "notes") == "text\n");
    CHECK(fs::is_directory(scratch.path() / "elsewhere"));
    CHECK(fs::is_directory(folder));
  }
}

TEST_CASE("the record of another folder, and of a process that lives, is left as it is", "[files]") {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "one");
  fs::create_directory(scratch.path() / "copy");
  const auto dead = in_a_child([] { return files::owner_mark(); });
  const auto text = record_of(scratch.path() / "one", dead, "");
  write_file(scratch.path() / "copy" / ".modembench", text);
  CHECK_THAT(refusal(scratch.path() / "copy"), Contains("is the record of another folder"));
  CHECK(text_of(scratch.path() / "copy" / ".modembench") == text);
  write_file(scratch.path() / "one" / ".modembench", record_of(scratch.path() / "one", files::owner_mark(), ""));
  CHECK_THAT(refusal(scratch.path() / "one"), Contains("which isn't shown to be dead"));
}

TEST_CASE("a path leads where the kernel says, and an empty one nowhere", "[files]") {
  const Scratch scratch;
  fs::create_directories(scratch.path() / "far" / "away");
  fs::create_directory_symlink("far/away", scratch.path() / "l2");
  {
    const auto folder = OwnFolder::take(scratch.path() / "l2" / ".." / "ports");
    REQUIRE(folder);
    CHECK(fs::exists(scratch.path() / "far" / "ports" / ".modembench"));
    CHECK(fs::equivalent(folder->path(), scratch.path() / "far" / "ports"));
  }
  CHECK_FALSE(fs::exists(scratch.path() / "far" / "ports"));
  CHECK(refusal("") == "an empty path is no folder's");
  fs::create_directory_symlink("nowhere", scratch.path() / "dangling");
  CHECK_THAT(refusal(scratch.path() / "dangling"), Contains("No such file or directory"));
}

TEST_CASE("whatever the umask is, what is made can be used by whoever made it", "[files]") {
  const Scratch scratch;
  fs::permissions(scratch.path(), fs::perms::all);
  const auto said = in_a_child([&] {
    if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) return std::string("no ordinary user");
    setenv("XDG_RUNTIME_DIR", scratch.path().c_str(), 1);
    if (mkdir((scratch.path() / "own").c_str(), 0700) != 0) return std::string("no folder");
    setenv("XDG_RUNTIME_DIR", (scratch.path() / "own").c_str(), 1);
    umask(0777);
    const auto run = OwnFolder::take_for_run();
    if (!run) return run.error();
    const auto asked_for = OwnFolder::take(scratch.path() / "a" / "b");
    if (!asked_for) return asked_for.error();
    if (umask(0) != 0777) return std::string("the umask is another now");
    return std::string("both");
  });
  CHECK(said == "both");
  CHECK(fs::is_empty(scratch.path() / "own"));
  CHECK_FALSE(fs::exists(scratch.path() / "a"));
}

}  // namespace
}  // namespace modembench
