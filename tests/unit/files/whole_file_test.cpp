#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "files/descriptor.hpp"
#include "files/whole_file.hpp"

namespace modembench {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using files::can_be_written;
using files::read_whole;
using files::write_whole;

constexpr std::size_t kLimit = 1 << 20;

/// A folder of the test's own.
class Place {
 public:
  Place() {
    std::string path = (fs::temp_directory_path() / "modembench-files-XXXXXX").string();
    REQUIRE(mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { fs::remove_all(path_); }

  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }
  /// How many things are in it.
  [[nodiscard]] std::ptrdiff_t size() const { return std::distance(fs::directory_iterator(path_), {}); }

 private:
  fs::path path_;
};

/// While it lives, this process's files can't become larger.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

mode_t mode_of(const fs::path& path) {
  struct stat is {};
  REQUIRE(stat(path.c_str(), &is) == 0);
  return is.st_mode & 07777;
}

std::string content(const fs::path& path) {
  const auto read = read_whole(path, kLimit);
  REQUIRE(read);
  return *read;
}

TEST_CASE("a file is written whole, new or over an older one, and nothing else is left", "[files]") {
  const Place place;
  const auto durable = GENERATE(files::Durable::no, files::Durable::yes);
  REQUIRE(write_whole(place / "file", std::string(100000, 'a'), durable));
  CHECK(content(place / "file") == std::string(100000, 'a'));
  REQUIRE(write_whole(place / "file", "b", durable));
  CHECK(content(place / "file") == "b");
  REQUIRE(write_whole(place / "file", "", durable));
  CHECK(content(place / "file").empty());
  CHECK(place.size() == 1);
}

TEST_CASE("a name as long as names can be is one", "[files]") {
  const Place place;
  const std::string name(255, 'n');
  REQUIRE(write_whole(place / name.c_str(), "a"));
  REQUIRE(write_whole(place / name.c_str(), "b"));
  CHECK(content(place / name.c_str()) == "b");
}

TEST_CASE("a new file's mode is the umask's, an older one's stays", "[files]") {
  const Place place;
  const mode_t before = umask(027);
  const bool written = write_whole(place / "new", "a").has_value();
  umask(before);
  REQUIRE(written);
  CHECK(mode_of(place / "new") == 0640);
  REQUIRE(chmod((place / "new").c_str(), 0604) == 0);
  REQUIRE(write_whole(place / "new", "b"));
  CHECK(mode_of(place / "new") == 0604);
}

TEST_CASE("where a file can't be written whole the older one stays, and no process dies of it", "[files]") {
  const Place place;
  REQUIRE(write_whole(place / "file", "older"));
  std::string why;
  {
    const FileSizeLimit limit(4096);
    const auto written = write_whole(place / "file", std::string(4097, 'x'));
    REQUIRE_FALSE(written);
    why = written.error();
  }
  CHECK(why == (place / "file").string() + ": can't write it: File too large");
  CHECK(content(place / "file") == "older");
  CHECK(place.size() == 1);
  // Nor later, of a signal that waited.
  sigset_t waiting;
  sigpending(&waiting);
  CHECK(sigismember(&waiting, SIGXFSZ) == 0);
}

TEST_CASE("who reads meanwhile sees the older file or the new one, never a part", "[files]") {
  const Place place;
  const auto file = place / "file";
  REQUIRE(write_whole(file, std::string(200000, 'a')));
  std::atomic<bool> done{false};
  std::atomic<int> parts{0};
  std::thread reader([&] {
    while (!done) {
      const auto read = read_whole(file, kLimit);
      const bool whole = read && read->size() == 200000 && read->find_first_not_of((*read)[0]) == std::string::npos;
      if (!whole) ++parts;
    }
  });
  for (int i = 0; i < 200; ++i) CHECK(write_whole(file, std::string(200000, i % 2 == 0 ? 'b' : 'a')));
  done = true;
  reader.join();
  CHECK(parts == 0);
}

TEST_CASE("what is to be written elsewhere than named is refused", "[files]") {
  const Place place;
  REQUIRE(write_whole(place / "other", "other"));
  fs::create_symlink("other", place / "link");
  fs::create_symlink("nowhere", place / "dangling");
  fs::create_directory(place / "folder");
  const auto refused = [&](const char* name) {
    const auto written = write_whole(place / name, "x");
    const auto possible = can_be_written(place / name);
    REQUIRE_FALSE(written);
    REQUIRE_FALSE(possible);
    CHECK(possible.error() == written.error());
    return written.error();
  };
  CHECK_THAT(refused("link"), Contains("it is a link to other, which hasn't been named"));
  CHECK_THAT(refused("dangling"), Contains("it is a link to nowhere"));
  CHECK_THAT(refused("folder"), Contains("Is a directory"));
  CHECK_THAT(refused("no/such/folder"), Contains("No such file or directory"));
  CHECK_THAT(refused("other/"), Contains("Not a directory"));
  CHECK(content(place / "other") == "other");
  CHECK(fs::is_symlink(place / "link"));
  CHECK_FALSE(fs::exists(place / "nowhere"));
  // A hard link is another name of the file, which keeps what it has.
  fs::create_hard_link(place / "other", place / "twin");
  REQUIRE(write_whole(place / "twin", "new"));
  CHECK(content(place / "other") == "other");
  CHECK(content(place / "twin") == "new");
}

TEST_CASE("devices and FIFOs take the bytes as they come", "[files]") {
  const Place place;
  CHECK(can_be_written("/dev/null"));
  CHECK(write_whole("/dev/null", "x"));
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(can_be_written("/dev/full"));
  const auto full = write_whole("/dev/full", "x");
  REQUIRE_FALSE(full);
  CHECK(full.error() == "/dev/full: can't write it: No space left on device");
  REQUIRE(mkfifo((place / "fifo").c_str(), 0600) == 0);
  CHECK(can_be_written(place / "fifo"));
  CHECK_FALSE(write_whole(place / "fifo", "x"));  // nobody reads it: not waited for
  const files::Descriptor reader(open((place / "fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  REQUIRE(write_whole(place / "fifo", "hello"));
  std::string got(16, '\0');
  CHECK(read(reader.get(), got.data(), got.size()) == 5);
  CHECK(got.substr(0, 5) == "hello");
}

TEST_CASE("a descriptor of one's own is written to where it stands", "[files]") {
  const Place place;
  const files::Descriptor file(open((place / "file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(write(file.get(), "before ", 7) == 7);
  const auto number = std::to_string(file.get());
  fs::create_symlink("/dev/fd/" + number, place / "leads-there");
  CHECK(can_be_written("/dev/fd/" + number));
  REQUIRE(write_whole("/dev/fd/" + number, "one "));
  REQUIRE(write_whole("/proc/self/fd/" + number, "two "));
  REQUIRE(write_whole(place / "leads-there", "three"));
  CHECK(content(place / "file") == "before one two three");
  const files::Descriptor read_only(open((place / "file").c_str(), O_RDONLY | O_CLOEXEC));
  CHECK_FALSE(can_be_written("/dev/fd/" + std::to_string(read_only.get())));
  CHECK_FALSE(write_whole("/dev/fd/9999", "x"));
}

TEST_CASE("looking whether a file can be written leaves everything as it is", "[files]") {
  const Place place;
  CHECK(can_be_written(place / "new"));
  CHECK(place.size() == 0);
  REQUIRE(write_whole(place / "older", "older"));
  CHECK(can_be_written(place / "older"));
  CHECK(content(place / "older") == "older");
  CHECK_FALSE(can_be_written("/proc/new"));
  CHECK_FALSE(can_be_written(""));
}

TEST_CASE("reading takes regular files up to a limit, and waits for nothing else", "[files]") {
  const Place place;
  REQUIRE(write_whole(place / "file", "1234"));
  CHECK(read_whole(place / "file", 4).value() == "1234");
  CHECK_THAT(read_whole(place / "file", 3).error(), Contains("is larger than 3 bytes, the limit"));
  fs::create_symlink("file", place / "link");
  CHECK(read_whole(place / "link", 4).value() == "1234");
  REQUIRE(mkfifo((place / "fifo").c_str(), 0600) == 0);
  CHECK_THAT(read_whole(place / "fifo", kLimit).error(), Contains("is no regular file"));
  CHECK_THAT(read_whole("/dev/zero", kLimit).error(), Contains("is no regular file"));
  CHECK_FALSE(read_whole(place / "nothing", kLimit));
  CHECK_FALSE(read_whole("/", kLimit));
  // One that says it is empty and isn't.
  CHECK_FALSE(read_whole("/proc/self/maps", 3));
}

}  // namespace
}  // namespace modembench
