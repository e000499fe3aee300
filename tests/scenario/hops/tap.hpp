#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hops {

/// A network interface of this process's namespace, whose other side is a descriptor (a TAP), and a UDP socket on it.
class Tap {
 public:
  Tap();
  Tap(const Tap&) = delete;
  Tap& operator=(const Tap&) = delete;
  ~Tap();

  /// False where the machine has no TAP, or lets this process have none.
  [[nodiscard]] bool is_there() const { return is_there_; }
  /// The UDP socket; what has come in can be read from it.
  [[nodiscard]] int socket() const { return socket_; }

  /// Forgets what lies unread on either side.
  void forget_rest() const;
  /// A frame with a datagram for the socket comes in by the interface.
  void come_in() const;
  /// True if the datagram of `come_in` is what the socket has got.
  [[nodiscard]] bool receive() const;
  /// The socket sends a datagram to a host behind the interface.
  void send() const;
  /// True if a frame with that datagram goes out within so many milliseconds; others are passed over.
  [[nodiscard]] bool goes_out(int limit) const;

 private:
  [[nodiscard]] bool set_up();

  int frames_ = -1;
  int socket_ = -1;
  bool is_there_ = false;
};

}  // namespace hops
