#pragma once

#include <cstddef>
#include <cstdint>

#include "emulator/qmi/frame.hpp"

/// What tests of wrong frames share.
namespace modembench::test {

/// Writes the two bytes from `at` on, which must be there.
inline void set_u16(qmi::Bytes& frame, std::size_t at, std::size_t value) {
  frame[at] = static_cast<std::uint8_t>(value & 0xFF);
  frame[at + 1] = static_cast<std::uint8_t>(value >> 8);
}

/// Makes the lengths of QMUX and SDU what they should be. A frame that is too short for both headers stays as it is.
inline void mend_lengths(qmi::Bytes& frame) {
  if (frame.size() < qmi::header_size(1)) return;
  const std::size_t begin = qmi::header_size(frame[4]);
  set_u16(frame, 1, frame.size() - 1);
  set_u16(frame, begin - 2, frame.size() - begin);
}

}  // namespace modembench::test
