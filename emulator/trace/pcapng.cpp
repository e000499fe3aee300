#include "emulator/trace/pcapng.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace modembench::trace {
namespace {

using qmi::Bytes;
using qmi::ByteView;

constexpr std::uint16_t kLinkTypeUsbmon = 220;
constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
constexpr std::uint32_t kInterface = 1;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint16_t kOptionComment = 1;
constexpr std::uint16_t kOptionEnd = 0;

// Where the transfers of a real modem would be seen: which bus and device is of no account.
constexpr std::uint16_t kBus = 1;
constexpr std::uint8_t kDevice = 2;

enum class Transfer : std::uint8_t { control = 2, bulk = 3 };

/// Appends numbers, little-endian as all of the file is.
class Writer {
 public:
  template <class Number>
  Writer& put(Number number) {
    auto value = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < sizeof(Number); ++i, value >>= 8) bytes_.push_back(static_cast<std::uint8_t>(value));
    return *this;
  }
  Writer& put(ByteView bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Writer& pad() {
    while (bytes_.size() % 4 != 0) bytes_.push_back(0);
    return *this;
  }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

void add_block(Bytes& file, std::uint32_t type, const Bytes& body) {
  const auto length = static_cast<std::uint32_t>(body.size() + 12);
  const Bytes block = Writer().put(type).put(length).put(ByteView(body)).put(length).take();
  file.insert(file.end(), block.begin(), block.end());
}

/// One line of usbmon: an URB handed to the controller, or given back by it.
struct Urb {
  char type = 'S';  ///< 'S' submitted, 'C' completed
  Transfer transfer = Transfer::control;
  std::uint8_t endpoint = 0;  ///< with the direction bit
  std::uint64_t id = 0;
  bool has_setup = false;
  std::uint8_t request_type = 0;
  std::uint8_t request = 0;
  std::uint16_t interface = 0;
  std::uint32_t length = 0;  ///< asked for, or transferred
  ByteView data{};
};

Bytes to_usbmon(const Urb& urb, Instant at) {
  constexpr std::int32_t kInProgress = -115;  // what usbmon says of an URB that was just submitted
  const auto microseconds = at.time_since_epoch().count();
  Writer out;
  out.put(urb.id).put(urb.type).put(urb.transfer).put(urb.endpoint).put(kDevice).put(kBus);
  out.put(static_cast<std::uint8_t>(urb.has_setup ? 0 : '-'));
  const bool incoming = (urb.endpoint & 0x80) != 0;
  out.put(static_cast<std::uint8_t>(!urb.data.empty() ? 0 : incoming ? '<' : '>'));
  out.put(static_cast<std::int64_t>(microseconds / 1000000)).put(static_cast<std::int32_t>(microseconds % 1000000));
  out.put(urb.type == 'S' ? kInProgress : std::int32_t{0});
  out.put(urb.length).put(static_cast<std::uint32_t>(urb.data.size()));
  if (urb.has_setup) {
    out.put(urb.request_type).put(urb.request).put(std::uint16_t{0}).put(urb.interface);
    out.put(static_cast<std::uint16_t>(std::min<std::uint32_t>(urb.length, UINT16_MAX)));
  } else {
    out.put(std::uint64_t{0});
  }
  out.put(std::int32_t{0}).put(std::int32_t{0}).put(std::uint32_t{0}).put(std::uint32_t{0});
  return out.put(urb.data).take();
}

class Capture {
 public:
  Capture() {
    // Byte order, version 1.0, a section of unknown length; then one interface that cuts nothing off.
    add_block(file_, kSectionHeader,
              Writer()
                  .put(std::uint32_t{0x1A2B3C4D})
                  .put(std::uint16_t{1})
                  .put(std::uint16_t{0})
                  .put(std::int64_t{-1})
                  .take());
    add_block(file_, kInterface, Writer().put(kLinkTypeUsbmon).put(std::uint16_t{0}).put(std::uint32_t{0}).take());
  }

  void add(const Urb& urb, Instant at, std::string_view comment = {}) {
    const Bytes packet = to_usbmon(urb, at);
    const auto microseconds = static_cast<std::uint64_t>(std::max<Instant::rep>(at.time_since_epoch().count(), 0));
    const auto size = static_cast<std::uint32_t>(packet.size());
    Writer body;
    body.put(std::uint32_t{0}).put(static_cast<std::uint32_t>(microseconds >> 32));
    body.put(static_cast<std::uint32_t>(microseconds)).put(size).put(size).put(ByteView(packet)).pad();
    if (!comment.empty()) {
      comment = comment.substr(0, kMostComment);
      body.put(kOptionComment).put(static_cast<std::uint16_t>(comment.size()));
      body.put(ByteView(reinterpret_cast<const std::uint8_t*>(comment.data()), comment.size())).pad();
      body.put(kOptionEnd).put(std::uint16_t{0});
    }
    add_block(file_, kEnhancedPacket, body.take());
  }

  /// Both halves of a transfer. The comment goes to the half that carries the data.
  void add_transfer(Urb urb, Instant at, std::string_view comment) {
    urb.id = next_id_++;
    const ByteView data = urb.data;
    const bool incoming = (urb.endpoint & 0x80) != 0;
    urb.type = 'S';
    if (incoming) urb.data = {};
    add(urb, at, incoming ? std::string_view{} : comment);
    urb.type = 'C';
    urb.has_setup = false;
    urb.length = static_cast<std::uint32_t>(data.size());
    urb.data = incoming ? data : ByteView{};
    add(urb, at, incoming ? comment : std::string_view{});
  }

  [[nodiscard]] Bytes take() { return std::move(file_); }

 private:
  static constexpr std::size_t kMostComment = 4096;

  Bytes file_;
  std::uint64_t next_id_ = 1;
};

Urb qmi_urb(const Event& event, const Shape& shape, bool incoming) {
  constexpr std::uint8_t kSendEncapsulatedCommand = 0x00;
  constexpr std::uint8_t kGetEncapsulatedResponse = 0x01;
  constexpr std::uint32_t kMostAskedFor = 4096;  // what cdc-wdm's buffer for a Gobi holds
  Urb urb;
  urb.has_setup = true;
  urb.endpoint = incoming ? 0x80 : 0x00;
  urb.request_type = incoming ? 0xA1 : 0x21;
  urb.request = incoming ? kGetEncapsulatedResponse : kSendEncapsulatedCommand;
  if (const auto* interface = shape.find(event.port)) urb.interface = interface->number;
  urb.length = incoming ? kMostAskedFor : static_cast<std::uint32_t>(event.bytes.size());
  urb.data = event.bytes;
  return urb;
}

Urb serial_urb(const Event& event, const Shape& shape, bool incoming) {
  Urb urb;
  urb.transfer = Transfer::bulk;
  const auto* interface = shape.find(event.port);
  const auto* endpoint = interface != nullptr ? interface->find(Endpoint::Type::bulk, incoming) : nullptr;
  if (endpoint != nullptr) urb.endpoint = endpoint->address;
  urb.length = static_cast<std::uint32_t>(event.bytes.size());
  urb.data = event.bytes;
  return urb;
}

/// The line about an event without its time: that is in the frame.
std::string comment_on(const Event& event) { return fmt::format("{:<8} {}", who(event), words(event)); }

}  // namespace

Bytes to_pcapng(const Trace& trace, const Shape& shape) {
  Capture capture;
  for (const Event& event : trace.events()) {
    switch (event.kind) {
      case EventKind::request:
      case EventKind::bad_frame:
        capture.add_transfer(qmi_urb(event, shape, false), event.at, comment_on(event));
        break;
      case EventKind::response:
      case EventKind::indication:
      case EventKind::raw_out:
        capture.add_transfer(qmi_urb(event, shape, true), event.at, comment_on(event));
        break;
      case EventKind::serial_in:
        capture.add_transfer(serial_urb(event, shape, false), event.at, comment_on(event));
        break;
      case EventKind::serial_out:
        capture.add_transfer(serial_urb(event, shape, true), event.at, comment_on(event));
        break;
      default:
        break;
    }
  }
  return capture.take();
}

}  // namespace modembench::trace
