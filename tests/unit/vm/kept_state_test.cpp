#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "vm/kept_state.hpp"
#include "vm/memory.hpp"
#include "vm/pages.hpp"

namespace vm = modembench::vm;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = fs::temp_directory_path() / "modembench-kept-state.XXXXXX";
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] fs::path file() const { return path_ / "state"; }

 private:
  fs::path path_;
};

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Over the size that is read at a time, and no whole number of words.
std::string some_state() {
  std::string bytes(vm::kBeginOfMemory);
  bytes.resize(3 * 4096);  // pages of zeros
  for (unsigned i = 0; bytes.size() < (1U << 20U) + 4321; ++i) bytes += static_cast<char>(i * 7919U >> 5U);
  return bytes;
}

}  // namespace

TEST_CASE("a kept state that was marked is whole, and what QEMU reads of it is unchanged", "[vm]") {
  const Folder folder;
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::none);
  const auto state = some_state();
  write(folder.file(), state);
  // Written, but nobody has said that it was all.
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::broken);
  REQUIRE(vm::mark_whole(folder.file()));
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::whole);
  CHECK(read(folder.file()).substr(0, state.size()) == state);
}

TEST_CASE("a kept state that was cut off, emptied or changed is broken", "[vm]") {
  const Folder folder;
  write(folder.file(), some_state());
  REQUIRE(vm::mark_whole(folder.file()));
  const auto whole = read(folder.file());
  const auto is_broken = [&](const std::string& bytes) {
    write(folder.file(), bytes);
    return vm::look_at_state(folder.file()) == vm::KeptState::broken;
  };
  for (const auto length : {std::size_t{0}, std::size_t{4}, std::size_t{23}, std::size_t{24}, whole.size() / 2,
                            whole.size() - 24, whole.size() - 1}) {
    INFO(length);
    CHECK(is_broken(whole.substr(0, length)));
  }
  for (const auto at : {std::size_t{4}, std::size_t{1000}, std::size_t{5000}, std::size_t{20000}, std::size_t{1} << 20U,
                        whole.size() - 25, whole.size() - 24, whole.size() - 9, whole.size() - 1}) {
    INFO(at);
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK(is_broken(changed));
  }
  CHECK(is_broken(whole + whole.substr(whole.size() - 24)));
  CHECK(is_broken(whole + std::string(1, '\0')));
}

TEST_CASE("a kept state may have holes, or zeros instead of them", "[vm]") {
  const Folder folder;
  write(folder.file(), std::string(vm::kBeginOfMemory));
  fs::resize_file(folder.file(), 1U << 20U);
  REQUIRE(vm::mark_whole(folder.file()));
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::whole);
  write(folder.file(), read(folder.file()));
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::whole);
}

TEST_CASE("of a machine's memory the pages are copied that hold something", "[vm]") {
  const auto from = vm::new_memory();
  const auto to = vm::new_memory();
  REQUIRE(from);
  REQUIRE(to);
  const std::string some(3 * vm::kPage, 'x');
  const auto put = [&](std::uint64_t at) {
    REQUIRE(pwrite(from->get(), some.data(), some.size(), static_cast<off_t>(at)) == static_cast<ssize_t>(some.size()));
  };
  const auto last = vm::kMemorySize - some.size();
  put(100);
  put(1U << 20U);
  put(last);
  REQUIRE(vm::copy_memory(from->get(), to->get()) == 0);
  const auto has = [&](std::uint64_t at) {
    std::string there(some.size(), '\0');
    REQUIRE(pread(to->get(), there.data(), there.size(), static_cast<off_t>(at)) == static_cast<ssize_t>(there.size()));
    return there == some;
  };
  CHECK(has(100));
  CHECK(has(1U << 20U));
  CHECK(has(last));
  struct stat is {};
  REQUIRE(fstat(to->get(), &is) == 0);
  CHECK(is.st_size == static_cast<off_t>(vm::kMemorySize));
  CHECK(is.st_blocks * 512 == 10 * static_cast<off_t>(vm::kPage));
  // It isn't all there.
  REQUIRE(ftruncate(from->get(), 1000) == 0);
  CHECK(vm::copy_memory(from->get(), to->get()) == ENODATA);
}

TEST_CASE("what is no state is somebody's, and can't be marked as one", "[vm]") {
  const Folder folder;
  write(folder.file(), "a novel");
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::foreign);
  CHECK_FALSE(vm::mark_whole(folder.file()));
  CHECK(read(folder.file()) == "a novel");
  fs::remove(folder.file());
  fs::create_directory(folder.file());
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::foreign);
  fs::remove(folder.file());
  REQUIRE(mkfifo(folder.file().c_str(), 0600) == 0);
  CHECK(vm::look_at_state(folder.file()) == vm::KeptState::foreign);
  CHECK_FALSE(vm::mark_whole(folder.file().parent_path() / "nowhere"));
}
