#include "vm/kept_state.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/descriptor.hpp"

namespace modembench::vm {
namespace {

constexpr std::string_view kMark = "mbstate1";
constexpr std::string_view kQemusMark = "QEVM";  // QEMU, migration/qemu-file-types: how a state begins
constexpr std::size_t kNumber = 8;
constexpr std::size_t kTrailer = 3 * kNumber;

// Against accidents, as FNV-1a (draft-eastlake-fnv) but by words of eight bytes: 290 MB are to be looked at before each
// suite. A changed word always changes it.
class Sum {
 public:
  /// Of whole words, but for the last call.
  void add(std::string_view bytes) {
    for (; bytes.size() >= kNumber; bytes.remove_prefix(kNumber)) add_word(bytes.data(), kNumber);
    if (!bytes.empty()) add_word(bytes.data(), bytes.size());
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  void add_word(const char* bytes, std::size_t count) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, count);
    state_ = (state_ ^ word) * 0x100000001b3;
  }
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

// So many bytes from where the file stands, fewer at its end; an errno where they can't be read.
tl::expected<std::string_view, int> read_up_to(int file, std::vector<char>& buffer, std::size_t count) {
  std::size_t have = 0;
  while (have < count) {
    const auto got = ::read(file, buffer.data() + have, count - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return tl::unexpected(errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return std::string_view(buffer.data(), have);
}

// Of the first `length` bytes; none if there are fewer. The file stands behind them then.
std::optional<std::uint64_t> sum_of(int file, std::uint64_t length) {
  std::vector<char> buffer(std::size_t{1} << 20U);
  Sum sum;
  while (length > 0) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, buffer.size()));
    const auto part = read_up_to(file, buffer, wanted);
    if (!part || part->size() != wanted) return std::nullopt;
    sum.add(*part);
    length -= wanted;
  }
  return sum.value();
}

bool is_whole(int file, std::uint64_t size) {
  if (size < kTrailer) return false;
  const auto length = size - kTrailer;
  std::vector<char> buffer(kTrailer);
  // The trailer first: what was cut off is told without reading it.
  if (lseek(file, static_cast<off_t>(length), SEEK_SET) < 0) return false;
  const auto trailer = read_up_to(file, buffer, kTrailer);
  if (!trailer || trailer->substr(0, 2 * kNumber) != std::string_view(trailer_of(length, 0)).substr(0, 2 * kNumber)) {
    return false;
  }
  if (lseek(file, 0, SEEK_SET) < 0) return false;
  const auto sum = sum_of(file, length);
  return sum && *trailer == trailer_of(length, *sum);
}

bool begins_as_state(int file) {
  std::vector<char> buffer(kQemusMark.size());
  if (lseek(file, 0, SEEK_SET) < 0) return false;
  const auto first = read_up_to(file, buffer, buffer.size());
  return first && *first == kQemusMark;
}

}  // namespace

KeptState look_at_state(const std::filesystem::path& path) {
  // Without waiting: it may be a FIFO.
  const files::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return errno == ENOENT ? KeptState::none : KeptState::foreign;
  struct stat is {};
  if (fstat(file.get(), &is) != 0 || !S_ISREG(is.st_mode)) return KeptState::foreign;
  if (is.st_size == 0) return KeptState::broken;
  if (is_whole(file.get(), static_cast<std::uint64_t>(is.st_size))) return KeptState::whole;
  return begins_as_state(file.get()) ? KeptState::broken : KeptState::foreign;
}

Result<void> mark_whole(const std::filesystem::path& path) {
  const auto failed = [&](int error) { return tl::unexpected(path.string() + ": " + files::error_text(error)); };
  const files::Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  struct stat is {};
  if (!file || fstat(file.get(), &is) != 0) return failed(errno);
  const auto length = static_cast<std::uint64_t>(is.st_size);
  const auto sum =
      begins_as_state(file.get()) && lseek(file.get(), 0, SEEK_SET) == 0 ? sum_of(file.get(), length) : std::nullopt;
  if (!sum) return tl::unexpected(path.string() + ": what QEMU has written is no state");
  const auto trailer = trailer_of(length, *sum);
  const auto written = pwrite(file.get(), trailer.data(), trailer.size(), static_cast<off_t>(length));
  if (written != static_cast<ssize_t>(trailer.size())) return failed(written < 0 ? errno : ENOSPC);
  return {};
}

}  // namespace modembench::vm
