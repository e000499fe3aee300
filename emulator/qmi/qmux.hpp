#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"

namespace modembench::qmi {

/// Bytes of the largest frame that QMUX can have: its length field has 16 bits and doesn't count the marker.
inline constexpr std::size_t kMaxFrame = 0x10000;

/// Cuts a stream of bytes into QMUX frames. When next() has nothing more, less than one frame of bytes is held.
class QmuxStream {
 public:
  void append(ByteView bytes);

  /// Takes the next whole frame. Returns nothing as long as the frame isn't complete, and an error if the bytes can't
  /// begin a frame: if the marker isn't 01, or the length is below that of the smallest frame. After an error the bytes
  /// up to the next marker are gone, and the stream can be used on.
  [[nodiscard]] Expected<std::optional<Bytes>> next();
  /// As `next`, without a copy: the frame stays where it is until the next `append` or `clear`.
  [[nodiscard]] Expected<std::optional<ByteView>> next_view();

  /// The bytes that are held.
  [[nodiscard]] std::size_t pending() const { return buffer_.size() - start_; }
  void clear();

 private:
  Bytes buffer_;
  std::size_t start_ = 0;
};

}  // namespace modembench::qmi
