#pragma once

#include <cstddef>

#include "emulator/qmi/bytes.hpp"

namespace modembench::ports {

/// How many bytes all outboxes that share this budget may keep.
struct UnsentBudget {
  std::size_t left;
};

/// What is still to be written to one client of a stream socket, which knows no bounds of writes: whole frames, in
/// order, as many by one write as there are. A frame that finds no room is dropped whole.
class StreamOutbox {
 public:
  /// `budget`, if any, must outlive the outbox, or what is left of it after `abandon`.
  explicit StreamOutbox(UnsentBudget* budget = nullptr) : budget_(budget) {}
  StreamOutbox(const StreamOutbox&) = delete;
  StreamOutbox& operator=(const StreamOutbox&) = delete;
  ~StreamOutbox();

  /// Takes a frame to be written by the next `flush`, if `kMaxUnsent` and the budget have room for it.
  void add(qmi::ByteView frame);
  /// Writes what the socket takes now. Returns 0, or the errno of a write that was refused for another reason than a
  /// lack of room.
  int flush(int socket);

  /// Forgets what is unsent, as nothing more is to be written, and gives its room back to the budget.
  void abandon();

  [[nodiscard]] bool empty() const { return unsent() == 0; }
  [[nodiscard]] std::size_t unsent() const { return bytes_.size() - sent_; }
  /// Whether so much is unsent that the outbox had better be flushed than added to.
  [[nodiscard]] bool is_large() const { return unsent() >= kLarge; }

 private:
  static constexpr std::size_t kLarge = 32 << 10;

  void drop_sent();

  UnsentBudget* budget_;
  qmi::Bytes bytes_;
  std::size_t sent_ = 0;  ///< how many of `bytes_` are sent
};

}  // namespace modembench::ports
