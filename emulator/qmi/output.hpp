#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/frame.hpp"

/// Where the encoders of loose and of typed messages write.
namespace modembench::qmi {

/// Bytes that are put one behind the other. Room is made for many at once: a vector asks for each whether it has any.
class Output {
 public:
  Output() : bytes_(kUsualRoom) {}

  [[nodiscard]] std::size_t size() const { return size_; }

  void put_byte(std::uint8_t byte) { *make_room(1) = byte; }

  /// Room for so many bytes that the caller writes before it puts anything else.
  [[nodiscard]] std::uint8_t* put_room(std::size_t count) { return make_room(count); }

  /// `width` bytes of it, 8 at most.
  void put_little_endian(std::uint64_t value, std::size_t width) {
    std::uint8_t* at = make_room(width);
    for (std::size_t i = 0; i < width; ++i) at[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }

  void put_big_endian(std::uint64_t value, std::size_t width) {
    std::uint8_t* at = make_room(width);
    for (std::size_t i = width; i-- > 0; ++at) *at = static_cast<std::uint8_t>(value >> (8 * i));
  }

  template <class Iterator>
  void put(Iterator begin, Iterator end) {
    std::copy(begin, end, make_room(static_cast<std::size_t>(end - begin)));
  }

  void set_u16(std::size_t at, std::size_t value) {
    bytes_[at] = static_cast<std::uint8_t>(value & 0xFF);
    bytes_[at + 1] = static_cast<std::uint8_t>(value >> 8);
  }

  [[nodiscard]] Bytes take() {
    bytes_.resize(size_);
    return std::move(bytes_);
  }

 private:
  static constexpr std::size_t kUsualRoom = 128;  ///< what most messages need; more is made as it is needed

  std::uint8_t* make_room(std::size_t count) {
    if (bytes_.size() - size_ < count) bytes_.resize(2 * bytes_.size() + count);
    std::uint8_t* const at = bytes_.data() + size_;
    size_ += count;
    return at;
  }

  Bytes bytes_;  ///< all the room there is
  std::size_t size_ = 0;
};

/// Puts the headers of QMUX and of the SDU; their lengths are put by `end_frame`, when the TLVs are there.
inline void begin_frame(Output& out, const Header& header) {
  std::uint8_t* at = out.put_room(header_size(header.service));
  const auto put = [&](unsigned byte) { *at++ = static_cast<std::uint8_t>(byte); };
  put(kMarker);
  at += 2;
  put(header.kind == MessageKind::request ? kToModem : kFromModem);
  put(header.service);
  put(header.client);
  put(sdu_flags(header.service, header.kind));
  put(header.transaction & 0xFFU);
  if (header.service != kControlService) put(header.transaction >> 8U);
  put(header.message & 0xFFU);
  put(header.message >> 8U);
}

inline void end_frame(Output& out, const Header& header) {
  const std::size_t begin = header_size(header.service);
  out.set_u16(begin - 2, out.size() - begin);
  out.set_u16(1, out.size() - 1);
}

}  // namespace modembench::qmi
