#pragma once

#include <string>

#include "gadget/usbip/protocol.hpp"

/// The host's side of USB/IP, as a test writes and reads it.
namespace usbip_support {

using modembench::qmi::Bytes;
using modembench::qmi::ByteView;
namespace gadget = modembench::gadget;
namespace usbip = modembench::usbip;

/// GET_DESCRIPTOR of the device, as the host asks first.
inline constexpr gadget::Setup kDeviceDescriptor{0x80, 6, 0x0100, 0, 64};

inline void put(Bytes& to, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// The words of a CMD_SUBMIT, to be made wrong one by one.
struct Urb {
  std::uint32_t command = 1, number = 1, device = 0x10002, direction = 0, endpoint = 0, flags = 0, length = 0,
                start = 0, packets = 0, interval = 0;
  gadget::Setup setup{};
  Bytes data{};
};

inline Bytes bytes_of(const Urb& urb) {
  Bytes bytes;
  for (const auto word : {urb.command, urb.number, urb.device, urb.direction, urb.endpoint, urb.flags, urb.length,
                          urb.start, urb.packets, urb.interval}) {
    put(bytes, word);
  }
  bytes.push_back(urb.setup.request_type);
  bytes.push_back(urb.setup.request);
  for (const auto word : {urb.setup.value, urb.setup.index, urb.setup.length}) {
    bytes.push_back(static_cast<std::uint8_t>(word & 0xFF));
    bytes.push_back(static_cast<std::uint8_t>(word >> 8));
  }
  bytes.insert(bytes.end(), urb.data.begin(), urb.data.end());
  return bytes;
}

inline Bytes control(std::uint32_t number, const gadget::Setup& setup, const Bytes& data = {}) {
  Urb urb{.number = number, .direction = setup.to_host() ? 1U : 0U, .length = setup.length, .setup = setup};
  urb.data = data;
  return bytes_of(urb);
}

inline Bytes in(std::uint32_t number, std::uint8_t endpoint, std::uint32_t length) {
  return bytes_of({.number = number, .direction = 1, .endpoint = endpoint & 0x7FU, .length = length});
}

inline Bytes out(std::uint32_t number, std::uint8_t endpoint, const Bytes& data) {
  Urb urb{.number = number, .endpoint = endpoint, .length = static_cast<std::uint32_t>(data.size())};
  urb.data = data;
  return bytes_of(urb);
}

inline Bytes unlink(std::uint32_t number, std::uint32_t victim) {
  Bytes bytes;
  for (const auto word : {2U, number, 0x10002U, 0U, 0U, victim}) put(bytes, word);
  bytes.resize(usbip::kHeader);
  return bytes;
}

inline std::uint32_t word_at(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at] << 24U | bytes[at + 1] << 16U | bytes[at + 2] << 8U | bytes[at + 3]);
}

/// The answers in `bytes`, a line each: "submit 7: 0, 18: 12 01" is RET_SUBMIT of URB 7, status 0, 18 bytes, beginning
/// so; "unlink 8: -104". `are_in`: the numbers of URBs to the host, whose answers have data.
inline std::string answers_in(ByteView bytes, const std::vector<std::uint32_t>& are_in = {}) {
  std::string text;
  while (bytes.size() >= usbip::kHeader) {
    const auto number = word_at(bytes, 4);
    const auto status = static_cast<std::int32_t>(word_at(bytes, 20));
    const auto length = word_at(bytes, 24);
    const bool submit = word_at(bytes, 0) == 3;
    bytes = bytes.subspan(usbip::kHeader);
    text += fmt::format("{} {}: {}", submit ? "submit" : "unlink", number, status);
    if (submit) text += fmt::format(", {}", length);
    if (submit && std::find(are_in.begin(), are_in.end(), number) != are_in.end()) {
      if (bytes.size() < length) return text + " and not so many bytes";
      text += ": " + modembench::qmi::to_hex(bytes.first(std::min<std::size_t>(length, 8)));
      bytes = bytes.subspan(length);
    }
    text += "\n";
  }
  return bytes.empty() ? text : text + "and something more\n";
}

}  // namespace usbip_support
