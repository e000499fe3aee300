#include "emulator/qmi/qmux.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/frame.hpp"

namespace modembench::qmi {

void QmuxStream::append(ByteView bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
  start_ = 0;
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Expected<std::optional<Bytes>> QmuxStream::next() {
  auto frame = next_view();
  if (!frame) return tl::unexpected(std::move(frame.error()));
  if (!*frame) return std::optional<Bytes>{};
  return Bytes((*frame)->begin(), (*frame)->end());
}

Expected<std::optional<ByteView>> QmuxStream::next_view() {
  const ByteView left = ByteView(buffer_).subspan(start_);
  if (left.empty()) return std::optional<ByteView>{};
  Error error;
  if (left[0] != kMarker) {
    error = {0, "QMUX marker", fmt::format("is 0x{:02x}, should be 0x{:02x}", left[0], kMarker)};
  } else {
    if (left.size() < 3) return std::optional<ByteView>{};
    const std::size_t size = std::size_t{1} + read_u16(left, 1);
    if (size >= kSmallestFrame) {
      if (left.size() < size) return std::optional<ByteView>{};
      start_ += size;
      return left.first(size);
    }
    error = {1, "QMUX length",
             fmt::format("says {} bytes after the marker, the smallest frame has {}", size - 1, kSmallestFrame - 1)};
  }
  const auto marker = std::find(left.begin() + 1, left.end(), kMarker);
  start_ += static_cast<std::size_t>(marker - left.begin());
  return tl::unexpected(std::move(error));
}

void QmuxStream::clear() {
  buffer_.clear();
  start_ = 0;
}

}  // namespace modembench::qmi
