#include "gadget/usbip/protocol.hpp"

#include <fmt/format.h>

namespace modembench::usbip {
namespace {

using qmi::Bytes;
using qmi::ByteView;

constexpr std::uint32_t kCmdSubmit = 1, kCmdUnlink = 2, kRetSubmit = 3, kRetUnlink = 4;

// Where the numbers of a header stand.
constexpr std::size_t kCommand = 0, kNumber = 4, kDirection = 12, kEndpoint = 16, kUnlinked = 20, kLength = 24,
                      kPackets = 32, kSetup = 40;
constexpr std::uint32_t kIn = 1;
constexpr std::uint32_t kNotIsochronous = 0xFFFFFFFF;  // Linux says 0

std::uint32_t number_at(ByteView header, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | header[at + i];
  return number;
}

std::uint16_t little_at(ByteView header, std::size_t at) {
  return static_cast<std::uint16_t>(header[at] | header[at + 1] << 8U);
}

void add(Bytes& to, std::uint32_t number) {
  for (unsigned shift = 32; shift > 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(number >> (shift - 8)));
}

/// The header of an answer: device, direction and endpoint are the host's own business and 0.
void add_header(Bytes& to, std::uint32_t command, std::uint32_t number, Status status, std::size_t length) {
  add(to, command);
  add(to, number);
  for (int i = 0; i < 3; ++i) add(to, 0);
  add(to, static_cast<std::uint32_t>(status));
  add(to, static_cast<std::uint32_t>(length));
  for (int i = 0; i < 5; ++i) add(to, 0);
}

/// An URB but for its data.
Result<Submit> read_submit(ByteView header) {
  const auto direction = number_at(header, kDirection);
  const auto endpoint = number_at(header, kEndpoint);
  const auto packets = number_at(header, kPackets);
  Submit submit{.number = number_at(header, kNumber), .length = number_at(header, kLength)};
  if (direction > kIn) return tl::unexpected(fmt::format("a direction of {}", direction));
  if (endpoint > kMaxEndpoint) return tl::unexpected(fmt::format("endpoint {}", endpoint));
  if (packets != 0 && packets != kNotIsochronous) {
    return tl::unexpected(fmt::format("an isochronous transfer of {} packets", packets));
  }
  if (submit.length > kMaxTransfer) {
    return tl::unexpected(fmt::format("a transfer of {} bytes; {} are the most", submit.length, kMaxTransfer));
  }
  submit.endpoint = static_cast<std::uint8_t>(endpoint | (direction == kIn ? 0x80U : 0U));
  submit.setup = {header[kSetup], header[kSetup + 1], little_at(header, kSetup + 2), little_at(header, kSetup + 4),
                  little_at(header, kSetup + 6)};
  return submit;
}

}  // namespace

void CommandReader::add(ByteView bytes) {
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void CommandReader::clear() {
  bytes_.clear();
  taken_ = 0;
}

Result<std::optional<Command>> CommandReader::next() {
  const auto there = ByteView(bytes_).subspan(taken_);
  if (there.size() < kHeader) return std::nullopt;
  const auto command = number_at(there, kCommand);
  if (command == kCmdUnlink) {
    taken_ += kHeader;
    return Unlink{number_at(there, kNumber), number_at(there, kUnlinked)};
  }
  if (command != kCmdSubmit) return tl::unexpected(fmt::format("command {:#x}", command));
  auto submit = read_submit(there);
  if (!submit) return tl::unexpected(submit.error());
  const std::size_t more = submit->to_host() ? 0 : submit->length;
  if (there.size() - kHeader < more) return std::nullopt;
  const auto data = there.subspan(kHeader, more);
  submit->data.assign(data.begin(), data.end());
  taken_ += kHeader + more;
  return std::move(*submit);
}

void add_submitted(Bytes& to, std::uint32_t number, Status status, std::size_t length, ByteView data) {
  add_header(to, kRetSubmit, number, status, length);
  to.insert(to.end(), data.begin(), data.end());
}

void add_unlinked(Bytes& to, std::uint32_t number, Status status) { add_header(to, kRetUnlink, number, status, 0); }

}  // namespace modembench::usbip
