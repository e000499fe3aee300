#include "client_under_test/clock_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/un.h>

// The library, as the build has made it (client_clock_library.cpp).
extern "C" const char modembench_clock_library_begin[];
extern "C" const char modembench_clock_library_end[];

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using clock_preload::Shared;
using files::error_text;

tl::unexpected<std::string> because(const std::string& why) {
  return tl::unexpected(fmt::format("a client's clock can't be changed: {}", why));
}

tl::expected<void, std::string> is_usable(const fs::path& folder) {
  constexpr const char* kAdvice = "let XDG_RUNTIME_DIR be another folder, or run with --clock machine";
  struct statvfs system {};
  if (statvfs(folder.c_str(), &system) == 0 && (system.f_flag & ST_NOEXEC) != 0) {
    return because(fmt::format("{} is mounted noexec; {}", folder.string(), kAdvice));
  }
  // The loader takes a list that these divide, and knows no quotes.
  if (folder.string().find_first_of(" :") != std::string::npos) {
    return because(
        fmt::format("LD_PRELOAD takes no path with a blank or a ':', as '{}' is; {}", folder.string(), kAdvice));
  }
  return {};
}

Shared* map_new(const fs::path& path) {
  const files::Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file || ftruncate(file.get(), sizeof(Shared)) != 0) return nullptr;
  // Daemons that give up their user are on the clock, too.
  fchmod(file.get(), 0666);
  void* const memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Shared*>(memory);
}

int bind_to(int socket, const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& text = path.native();
  if (text.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::memcpy(address.sun_path, text.data(), text.size());
  return bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

// Without its fraction: what clients make of the second that a run begins in is the same each time.
std::int64_t whole_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000;
}

std::string with_more(const char* name, std::string_view more) {
  const char* const theirs = std::getenv(name);
  return theirs == nullptr ? std::string(more) : fmt::format("{}:{}", more, theirs);
}

}  // namespace

void ClockFolder::Unmap::operator()(Shared* memory) const { munmap(memory, sizeof(Shared)); }

tl::expected<ClockFolder, std::string> ClockFolder::make(const files::Place& place) {
  if (auto usable = is_usable(place.path()); !usable) return tl::unexpected(usable.error());
  const auto folder = place.make_folder("clock");
  if (!folder) return because(folder.error());
  ClockFolder made;
  made.library_ = folder->path() / clock_preload::kLibraryFile;
  std::ofstream file(made.library_, std::ios::binary);
  file.write(modembench_clock_library_begin, modembench_clock_library_end - modembench_clock_library_begin);
  file.close();
  if (!file) return because(fmt::format("can't write {}", made.library_));

  made.memory_.reset(map_new(folder->path() / clock_preload::kTimeFile));
  if (!made.memory_) return because(fmt::format("memory to share with it: {}", error_text(errno)));
  auto& shared = *made.memory_;
  // 0 is what a thread that doesn't wait has for a deadline. Clients count in milliseconds, too.
  constexpr clock_preload::Nanoseconds kBegin = 1'000'000;
  shared.now = kBegin;
  shared.realtime = whole_seconds(CLOCK_REALTIME) - kBegin;
  shared.monotonic = whole_seconds(CLOCK_MONOTONIC) - kBegin;

  made.socket_ = files::Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!made.socket_) return because(fmt::format("a socket: {}", error_text(errno)));
  auto node = folder->make(clock_preload::kSocketFile, [&](int in, const std::string& unfinished, const fs::path& way) {
    if (const int error = bind_to(made.socket_.get(), way); error != 0) return error;
    return fchmodat(in, unfinished.c_str(), 0666, 0) == 0 ? 0 : errno;
  });
  if (!node) return because(node.error());
  made.node_ = std::move(*node);
  const int wanted = 1;
  if (setsockopt(made.socket_.get(), SOL_SOCKET, SO_PASSCRED, &wanted, sizeof wanted) != 0) {
    return because(error_text(errno));
  }
  return made;
}

std::vector<std::pair<std::string, std::string>> ClockFolder::environment() const {
  return {
      {"LD_PRELOAD", with_more("LD_PRELOAD", library_)},
      // GCC's runtime insists on being loaded before anything else, though what is loaded here has nothing that it
      // would have to see.
      {"ASAN_OPTIONS", with_more("ASAN_OPTIONS", "verify_asan_link_order=0")},
  };
}

}  // namespace modembench::client_under_test
