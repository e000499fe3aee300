#include <algorithm>
#include <chrono>
#include <csignal>

#include <sys/file.h>
#include <sys/stat.h>

#include "tests/unit/files/files_support.hpp"
#include "vm/cache.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using testing::in_a_child;
using testing::Scratch;
using testing::text_of;
using testing::write_file;
namespace fs = std::filesystem;

void make_snapshot(const fs::path& cache, const std::string& name, int age) {
  auto made = vm::unfinished_file(cache);
  REQUIRE(made);
  write_file(made->path(), "a snapshot\n");
  fs::last_write_time(made->path(), fs::file_time_type::clock::now() - std::chrono::hours(age));
  REQUIRE(made->become(name));
}

// As the script makes one: in a folder of its own in the unfinished one.
void make_image(const fs::path& cache, const std::string& name, int age) {
  auto made = vm::unfinished_folder(cache);
  REQUIRE(made);
  fs::create_directory(made->path() / name);
  write_file(made->path() / name / "kernel");
  fs::last_write_time(made->path() / name, fs::file_time_type::clock::now() - std::chrono::hours(age));
  REQUIRE(made->let_become(name, name));
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with('.')) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_CASE("a cache keeps the youngest of what was made there", "[vm]") {
  const Scratch cache;
  for (int age = 1; age <= 5; ++age) make_snapshot(cache.path(), "snapshot-" + std::to_string(age), age);
  for (int age = 1; age <= 4; ++age) make_image(cache.path(), "image-" + std::to_string(age), age);
  CHECK(names_in(cache.path()).size() == 9);
  vm::prune(cache.path());
  CHECK(names_in(cache.path()) ==
        std::vector<std::string>{"image-1", "image-2", "snapshot-1", "snapshot-2", "snapshot-3"});
  CHECK(text_of(cache.path() / "image-2" / "kernel") == "text\n");
}

TEST_CASE("a cache in a folder of pictures takes none of them, whatever they are called", "[vm]") {
  const Scratch cache;
  const auto& pics = cache.path();
  std::vector<std::string> theirs;
  for (const std::string name : {"image-album-1", "image-album-2", "image-album-3", "image-album-4", "image-album-5"}) {
    fs::create_directory(pics / name);
    write_file(pics / name / "a picture");
    theirs.push_back(name);
  }
  for (const std::string name : {"image-001.jpg", "image-002.jpg", "image-003.jpg", "snapshot-2019-01.png",
                                 "snapshot-2019-02.png", "snapshot-2019-03.png", "snapshot-2019-04.png",
                                 "snapshot-0123456789abcdef", "unfinished-novel.txt", "unfinished.abcdef"}) {
    write_file(pics / name);
    theirs.push_back(name);
  }
  for (int age = 1; age <= 4; ++age) make_snapshot(pics, "snapshot-" + std::to_string(age), age);
  vm::prune(pics);
  for (const auto& name : theirs) {
    INFO(name);
    CHECK(text_of(fs::is_directory(pics / name) ? pics / name / "a picture" : pics / name) == "text\n");
  }
  CHECK_FALSE(fs::exists(pics / "snapshot-4"));
}

TEST_CASE("what a killed process left unfinished in a cache goes, what has its name doesn't", "[vm]") {
  const Scratch cache;
  const auto left = in_a_child([&] {
    auto file = vm::unfinished_file(cache.path());
    auto folder = vm::unfinished_folder(cache.path());
    fs::create_directories(folder->path() / "unfinished.xyz" / "tmp");
    write_file(folder->path() / "unfinished.xyz" / "tmp" / "kernel");
    write_file(cache.path() / "name", file->path().filename());
    kill(getpid(), SIGKILL);
    return std::string();
  });
  CHECK(left.empty());
  const auto name = text_of(cache.path() / "name");
  fs::remove(cache.path() / "name");
  REQUIRE(names_in(cache.path()).size() == 2);
  fs::remove(cache.path() / name);
  write_file(cache.path() / name);  // somebody's own, by chance
  vm::prune(cache.path());
  CHECK(names_in(cache.path()) == std::vector<std::string>{name});
}

TEST_CASE("what isn't finished goes with who makes it", "[vm]") {
  const Scratch cache;
  {
    const auto file = vm::unfinished_file(cache.path());
    const auto folder = vm::unfinished_folder(cache.path());
    REQUIRE(file);
    REQUIRE(folder);
    CHECK(names_in(cache.path()).size() == 2);
  }
  CHECK(names_in(cache.path()).empty());
}

TEST_CASE("a snapshot takes the place of one of ours, not that of anybody's file", "[vm]") {
  const Scratch cache;
  make_snapshot(cache.path(), "snapshot-1", 1);
  make_snapshot(cache.path(), "snapshot-1", 0);
  write_file(cache.path() / "snapshot-2");
  {
    auto made = vm::unfinished_file(cache.path());
    REQUIRE(made);
    const auto refused = made->become("snapshot-2");
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error(), Contains("snapshot-2: isn't in the record of what modembench has made there"));
  }
  CHECK(text_of(cache.path() / "snapshot-2") == "text\n");
  CHECK(names_in(cache.path()) == std::vector<std::string>{"snapshot-1", "snapshot-2"});
  CHECK(vm::remove_from_cache(cache.path(), "snapshot-1"));
  CHECK_FALSE(vm::remove_from_cache(cache.path(), "snapshot-2"));
}

TEST_CASE("of a copied cache nothing is removed", "[vm]") {
  const Scratch cache;
  const Scratch copy;
  for (int age = 1; age <= 4; ++age) make_snapshot(cache.path(), "snapshot-" + std::to_string(age), age);
  fs::copy(cache.path(), copy.path(), fs::copy_options::recursive);
  vm::prune(copy.path());
  CHECK(names_in(copy.path()).size() == 4);
}

TEST_CASE("a cache of another user that can be read is used, and what can't be made there is said", "[vm]") {
  const Scratch scratch;
  const auto cache = scratch.path() / "cache";
  fs::create_directory(cache);
  {
    const auto lock = vm::lock_cache(cache);
    REQUIRE(lock);
  }
  make_snapshot(cache, "snapshot-1", 1);
  if (geteuid() != 0) {
    WARN("not tried: there is no other user to be");
    return;
  }
  fs::permissions(scratch.path(), static_cast<fs::perms>(0755));
  fs::permissions(cache, static_cast<fs::perms>(0755));
  const auto said = in_a_child([&]() -> std::string {
    if (setresuid(65534, 65534, 65534) != 0) return "no ordinary user";
    setenv("MODEMBENCH_VM_CACHE", cache.c_str(), 1);
    const auto folder = vm::cache_folder();
    if (!folder) return folder.error();
    const auto lock = vm::lock_cache(*folder);
    if (!lock) return lock.error();
    if (text_of(cache / "snapshot-1") != "a snapshot\n") return "it can't be read";
    const auto made = vm::unfinished_file(cache);
    return made ? "made" : made.error();
  });
  CHECK_THAT(said, Contains("nothing can be made in " + cache.string()) &&
                       Contains("set MODEMBENCH_VM_CACHE to a folder of your own"));
}

TEST_CASE("who waits for a cache says for whom", "[vm]") {
  const Scratch cache;
  const files::Descriptor held(open((cache.path() / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(flock(held.get(), LOCK_EX) == 0);
  int said[2];
  REQUIRE(pipe2(said, O_CLOEXEC) == 0);
  const pid_t waiting = fork();
  if (waiting == 0) {
    // Not the description that the lock is on: it would be this process's, too.
    dup2(said[1], STDERR_FILENO);
    const auto lock = vm::lock_cache(cache.path());
    _exit(lock ? 0 : 1);
  }
  close(said[1]);
  std::string text(512, '\0');
  const auto got = read(said[0], text.data(), text.size());
  close(said[0]);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  CHECK_THAT(text, Contains("waiting for process " + std::to_string(getpid())) && Contains(cache.path().string()));
  REQUIRE(flock(held.get(), LOCK_UN) == 0);
  int status = 0;
  REQUIRE(waitpid(waiting, &status, 0) == waiting);
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a cache's folder can be used whatever the umask is", "[vm]") {
  const Scratch scratch;
  const auto said = in_a_child([&]() -> std::string {
    umask(0777);
    setenv("MODEMBENCH_VM_CACHE", (scratch.path() / "a" / "b").c_str(), 1);
    return vm::cache_folder() ? "made" : "refused";
  });
  CHECK(said == "made");
  CHECK(fs::status(scratch.path() / "a").permissions() == fs::perms::owner_all);
}

}  // namespace
}  // namespace modembench
