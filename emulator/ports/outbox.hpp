#pragma once

#include <cstddef>
#include <deque>

#include <sys/types.h>

#include "emulator/qmi/bytes.hpp"

namespace modembench::ports {

/// What is still to be written to one client: whole frames, each by a write of its own, in order. A frame that has been
/// begun is always ended, however slowly the client reads. A frame that finds no room is dropped whole.
class Outbox {
 public:
  using Write = ssize_t (*)(int fd, const void* bytes, std::size_t size);
  explicit Outbox(Write write) : write_(write) {}

  /// Writes `frame` at once if nothing is before it, and keeps what the descriptor doesn't take. Returns 0, or the
  /// errno of a write that was refused for another reason than a lack of room.
  int send(int fd, qmi::ByteView frame);
  /// Writes on what is kept. Returns as `send` does.
  int flush(int fd);

  [[nodiscard]] bool empty() const { return frames_.empty(); }
  [[nodiscard]] std::size_t unsent() const { return unsent_; }
  void clear();

 private:
  struct Taken {
    std::size_t size = 0;
    int error = 0;
  };
  [[nodiscard]] Taken put(int fd, qmi::ByteView bytes) const;

  Write write_;
  std::deque<qmi::Bytes> frames_;
  std::size_t sent_of_first_ = 0;
  std::size_t unsent_ = 0;
};

}  // namespace modembench::ports
