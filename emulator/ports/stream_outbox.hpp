#pragma once

#include <cstddef>

#include "emulator/qmi/bytes.hpp"

namespace modembench::ports {

/// How many bytes the outboxes that share it may keep together.
struct UnsentBudget {
  std::size_t left;
};

/// What is still to be written to one client of a stream socket, which knows no bounds of writes: whole frames, in
/// order, as many by one write as there are. A frame that finds no room is dropped whole.
class StreamOutbox {
 public:
  /// `budget`, if any, outlives the outbox, or what is left of it after `abandon`.
  explicit StreamOutbox(UnsentBudget* budget = nullptr) : budget_(budget) {}
  StreamOutbox(const StreamOutbox&) = delete;
  StreamOutbox& operator=(const StreamOutbox&) = delete;
  ~StreamOutbox();

  /// Takes a frame to be written by the next `flush`, if `kMaxUnsent` and the budget have room for it.
  void add(qmi::ByteView frame);
  /// Writes what the socket takes now. 0, or the errno of a write that was refused for another reason than a lack of
  /// room.
  int flush(int socket);

  /// Nothing more is to be written: what is unsent is forgotten, and its room in the budget given back.
  void abandon();

  [[nodiscard]] bool empty() const { return unsent() == 0; }
  [[nodiscard]] std::size_t unsent() const { return bytes_.size() - sent_; }
  /// It is better flushed now than added to.
  [[nodiscard]] bool is_large() const { return unsent() >= kLarge; }

 private:
  static constexpr std::size_t kLarge = 32 << 10;

  void drop_sent();

  UnsentBudget* budget_;
  qmi::Bytes bytes_;
  std::size_t sent_ = 0;  ///< of bytes_
};

}  // namespace modembench::ports
