#pragma once

#include <algorithm>
#include <string>

#include "emulator/qmi/bytes.hpp"

/// The entry of every target, which libFuzzer calls, and our driver.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace modembench::fuzz {

/// The bytes of a fuzzer, taken from the beginning. A byte that isn't there is 0.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : left_(data, size) {}

  [[nodiscard]] bool empty() const { return left_.empty(); }
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const std::uint8_t one = left_[0];
    left_ = left_.subspan(1);
    return one;
  }
  std::uint16_t number() {
    const std::uint16_t low = byte();
    return static_cast<std::uint16_t>(low | (byte() << 8));
  }
  qmi::ByteView take(std::size_t size) {
    const qmi::ByteView taken = left_.first(std::min(size, left_.size()));
    left_ = left_.subspan(taken.size());
    return taken;
  }
  qmi::ByteView rest() { return take(left_.size()); }

 private:
  qmi::ByteView left_;
};

inline std::string text(qmi::ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace modembench::fuzz
