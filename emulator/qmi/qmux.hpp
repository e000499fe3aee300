#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"

namespace modembench::qmi {

/// The largest frame QMUX can say: its length field has 16 bits and doesn't count the marker.
inline constexpr std::size_t kMaxFrame = 0x10000;

/// Cuts a stream of bytes into QMUX frames. Holds at most one frame's worth of bytes it was given
/// beyond the last `append`.
class QmuxStream {
 public:
  void append(ByteView bytes);

  /// The next whole frame; nothing while it isn't complete; an error if what stands there can't
  /// begin a frame (marker other than 01, length below the smallest header). After an error the
  /// bytes up to the next marker are gone and the stream can be used on.
  [[nodiscard]] Expected<std::optional<Bytes>> next();

  [[nodiscard]] std::size_t pending() const { return buffer_.size() - start_; }
  void clear();

 private:
  Bytes buffer_;
  std::size_t start_ = 0;
};

}  // namespace modembench::qmi
