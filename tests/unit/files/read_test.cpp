#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/descriptor.hpp"
#include "files/whole_file.hpp"

namespace fs = std::filesystem;
namespace files = modembench::files;

namespace {

struct OwnFolder {
  OwnFolder() {
    std::string made = fs::temp_directory_path() / "read.XXXXXX";
    REQUIRE(mkdtemp(made.data()) != nullptr);
    path = made;
  }
  ~OwnFolder() {
    std::error_code error;
    fs::remove_all(path, error);
  }
  fs::path path;
};

std::string why_not(const fs::path& path, std::size_t limit = 1 << 20) {
  const auto read = files::read_whole(path, limit);
  return read ? "" : read.error();
}

}  // namespace

TEST_CASE("a file is read up to its limit, and one that is larger isn't read", "[limits]") {
  const OwnFolder folder;
  const auto file = folder.path / "a.yaml";
  std::ofstream(file) << std::string(100, 'a');
  CHECK(files::read_whole(file, 100).value_or("") == std::string(100, 'a'));
  CHECK(why_not(file, 99) == file.string() + ": is larger than 99 bytes, the limit");
  // Holes cost nothing to be made, and everything to be read.
  REQUIRE(::truncate(file.c_str(), off_t{1} << 40) == 0);
  CHECK(why_not(file) == file.string() + ": is larger than 1048576 bytes, the limit");
}

TEST_CASE("what is no regular file is refused without being opened, and nobody waits for it", "[limits]") {
  const OwnFolder folder;
  const auto fifo = folder.path / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const std::string no_file = ": is no regular file (a FIFO, a socket or a device)";
  CHECK(why_not(fifo) == fifo.string() + no_file);
  fs::create_symlink(fifo, folder.path / "link");
  CHECK(why_not(folder.path / "link") == (folder.path / "link").string() + no_file);
  CHECK(why_not("/dev/zero") == "/dev/zero" + no_file);
  CHECK(why_not("/dev/stdin").find("/dev/stdin: ") == 0);
  CHECK(why_not(folder.path) == folder.path.string() + ": can't read it: Is a directory");
  CHECK(why_not(folder.path / "none") ==
        (folder.path / "none").string() + ": can't open it: No such file or directory");
  // As a person gives it, too.
  CHECK_FALSE(files::read_given(fifo, 100));
  CHECK_FALSE(files::read_given("/dev/zero", 100));
}

TEST_CASE("what a shell has opened is read to its end, up to the limit", "[limits]") {
  int ends[2] = {-1, -1};
  REQUIRE(::pipe(ends) == 0);
  const files::Descriptor out(ends[0]);
  files::Descriptor in(ends[1]);
  REQUIRE(::write(in.get(), "about: x\n", 9) == 9);
  in.reset();
  CHECK(files::read_given("/dev/fd/" + std::to_string(out.get()), 9).value_or("") == "about: x\n");

  const files::Descriptor zeros(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
  const auto path = "/proc/self/fd/" + std::to_string(zeros.get());
  const auto read = files::read_given(path, 1000);
  REQUIRE_FALSE(read);
  CHECK(read.error() == path + ": is larger than 1000 bytes, the limit");
}
