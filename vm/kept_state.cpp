#include "vm/kept_state.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/descriptor.hpp"
#include "vm/pages.hpp"

namespace modembench::vm {
namespace {

constexpr std::string_view kMark = "mbstate2";
constexpr std::size_t kNumber = 8;
constexpr std::size_t kTrailerSize = 3 * kNumber;

// Against accidents, as FNV-1a (draft-eastlake-fnv) but by words of eight bytes: 200 MB are to be looked at before each
// suite. Whether pages of zeros are holes in the file is the matter of who has copied it: they don't count.
class Sum {
 public:
  void add_page(std::uint64_t at, std::string_view bytes) {
    if (is_zero(bytes)) return;
    add_number(at);
    for (; bytes.size() >= kNumber; bytes.remove_prefix(kNumber)) add_word(bytes.data(), kNumber);
    if (!bytes.empty()) add_word(bytes.data(), bytes.size());
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  void add_word(const char* bytes, std::size_t count) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, count);
    add_number(word);
  }
  void add_number(std::uint64_t number) { state_ = (state_ ^ number) * 0x100000001b3; }
  std::uint64_t state_ = 0xcbf29ce484222325;
};

void put(std::string& bytes, std::uint64_t number) {
  for (std::size_t i = 0; i < kNumber; ++i) bytes += static_cast<char>(number >> (8 * i) & 255U);
}

std::string trailer_of(std::uint64_t length, std::uint64_t sum) {
  std::string bytes(kMark);
  put(bytes, length);
  put(bytes, sum);
  return bytes;
}

// Of the first `length` bytes; none if there are fewer.
std::optional<std::uint64_t> sum_of(int file, std::uint64_t length) {
  Sum sum;
  const int failed = for_each_part(file, length, [&](std::uint64_t at, std::string_view part) {
    for (std::size_t page = 0; page < part.size(); page += kPage) sum.add_page(at + page, part.substr(page, kPage));
    return true;
  });
  if (failed != 0) return std::nullopt;
  return sum.value();
}

template <std::size_t kSize>
std::optional<std::string> read_at(int file, std::uint64_t at) {
  std::array<char, kSize> bytes{};
  if (pread(file, bytes.data(), kSize, static_cast<off_t>(at)) != static_cast<ssize_t>(kSize)) return std::nullopt;
  return std::string(bytes.data(), kSize);
}

bool has_whole_trailer(int file, std::uint64_t size) {
  if (size < kTrailerSize) return false;
  const auto length = size - kTrailerSize;
  // The trailer first: what was cut off is told without reading it.
  const auto trailer = read_at<kTrailerSize>(file, length);
  if (!trailer || trailer->substr(0, 2 * kNumber) != trailer_of(length, 0).substr(0, 2 * kNumber)) return false;
  const auto sum = sum_of(file, length);
  return sum && *trailer == trailer_of(length, *sum);
}

bool begins_as_state(int file) { return read_at<kBeginOfMemory.size()>(file, 0) == std::string(kBeginOfMemory); }

}  // namespace

KeptState look_at_state(const std::filesystem::path& path) {
  // Without waiting: it may be a FIFO.
  const files::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return errno == ENOENT ? KeptState::none : KeptState::foreign;
  struct stat is {};
  if (fstat(file.get(), &is) != 0 || !S_ISREG(is.st_mode)) return KeptState::foreign;
  if (is.st_size == 0) return KeptState::broken;
  if (has_whole_trailer(file.get(), static_cast<std::uint64_t>(is.st_size))) return KeptState::whole;
  return begins_as_state(file.get()) ? KeptState::broken : KeptState::foreign;
}

Result<void> mark_whole(const std::filesystem::path& path) {
  const auto failed = [&](int error) { return tl::unexpected(path.string() + ": " + files::error_text(error)); };
  const files::Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  struct stat is {};
  if (!file || fstat(file.get(), &is) != 0) return failed(errno);
  const auto length = static_cast<std::uint64_t>(is.st_size);
  const auto sum = begins_as_state(file.get()) ? sum_of(file.get(), length) : std::nullopt;
  if (!sum) return tl::unexpected(path.string() + ": what QEMU has written is no state");
  const auto trailer = trailer_of(length, *sum);
  const auto written = pwrite(file.get(), trailer.data(), trailer.size(), static_cast<off_t>(length));
  if (written != static_cast<ssize_t>(trailer.size())) return failed(written < 0 ? errno : ENOSPC);
  return {};
}

}  // namespace modembench::vm
