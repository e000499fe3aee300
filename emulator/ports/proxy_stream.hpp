#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "emulator/qmi/bytes.hpp"

namespace modembench::ports {

/// Cuts what a client of the proxy says into what is for the proxy and what is for the modem behind it.
class ProxyStream {
 public:
  /// CTL Internal Proxy Open (FF00): names the device that this connection is for from now on.
  struct Open {
    std::uint8_t transaction = 0;
    std::string path;
  };
  /// Whole frames, as they came. The view is valid until the next `append`.
  struct Frames {
    qmi::ByteView bytes;
    std::size_t count = 0;
  };
  /// Bytes that can't begin a frame, with all that came after them. Nothing more comes out of this stream.
  struct Garbage {
    qmi::ByteView bytes;
  };
  using Piece = std::variant<Frames, Open, Garbage>;

  /// Takes bytes and gives what is complete, in order. An Internal Proxy Open that can't be read is left out, as
  /// qmi-proxy ignores it. Holds less than one frame (`qmi::kMaxFrame`) between calls.
  [[nodiscard]] std::vector<Piece> append(qmi::ByteView bytes);

  [[nodiscard]] std::size_t held() const { return held_.size() - done_; }

 private:
  qmi::Bytes held_;
  std::size_t done_ = 0;  ///< bytes of `held_` given out by the last append
  bool broken_ = false;
};

}  // namespace modembench::ports
