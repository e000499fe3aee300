#include "vm/memory.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vm/pages.hpp"

namespace modembench::vm {
namespace {

int write_all(int file, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const auto written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
  return 0;
}

}  // namespace

Result<files::Descriptor> new_memory() {
  files::Descriptor memory(memfd_create("modembench guest", MFD_CLOEXEC));
  if (!memory || ftruncate(memory.get(), static_cast<off_t>(kMemorySize)) != 0) {
    return tl::unexpected(fmt::format("no memory for the guest: {}", files::error_text(errno)));
  }
  return memory;
}

std::filesystem::path path_of(const files::Descriptor& memory) {
  return fmt::format("/proc/{}/fd/{}", getpid(), memory.get());
}

int copy_memory(int from, int to) {
  int failed = 0;
  const int unread = for_each_part(from, kMemorySize, [&](std::uint64_t at, std::string_view part) {
    for (std::size_t begin = 0; begin < part.size() && failed == 0;) {
      std::size_t end = begin;
      while (end < part.size() && !is_zero(part.substr(end, kPage))) end += kPage;
      end = std::min(end, part.size());
      if (begin < end) failed = write_all(to, part.substr(begin, end - begin), at + begin);
      begin = end + kPage;
    }
    return failed == 0;
  });
  return failed != 0 ? failed : unread;
}

Result<KeptMemory> kept_memory(const std::filesystem::path& state) {
  if (access(state.c_str(), W_OK) == 0) return KeptMemory{state, files::Descriptor()};
  const files::Descriptor file(open(state.c_str(), O_RDONLY | O_CLOEXEC));
  auto copy = new_memory();
  if (!copy) return tl::unexpected(copy.error());
  const int failed = file ? copy_memory(file.get(), copy->get()) : errno;
  if (failed != 0) return tl::unexpected(fmt::format("{}: {}", state.string(), files::error_text(failed)));
  auto path = path_of(*copy);
  return KeptMemory{std::move(path), std::move(*copy)};
}

}  // namespace modembench::vm
