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
  const bool control = header.service == kControlService;
  out.put_byte(kMarker);
  out.put_little_endian(0, 2);
  out.put_byte(header.kind == MessageKind::request ? kToModem : kFromModem);
  out.put_byte(header.service);
  out.put_byte(header.client);
  out.put_byte(sdu_flags(header.service, header.kind));
  out.put_little_endian(header.transaction, control ? 1 : 2);
  out.put_little_endian(header.message, 2);
  out.put_little_endian(0, 2);
}

inline void end_frame(Output& out, const Header& header) {
  const std::size_t begin = header_size(header.service);
  out.set_u16(begin - 2, out.size() - begin);
  out.set_u16(1, out.size() - 1);
}

}  // namespace modembench::qmi
