#include "emulator/qmi/frame.hpp"

#include <fmt/format.h>

#include "emulator/qmi/words.hpp"

namespace modembench::qmi {

namespace {

/// The kind of message that SDU flags mean; nothing if they mean none.
std::optional<MessageKind> kind_of(std::uint8_t service, std::uint8_t flags) {
  if (flags == 0x00) return MessageKind::request;
  if (flags == sdu_flags(service, MessageKind::response)) return MessageKind::response;
  if (flags == sdu_flags(service, MessageKind::indication)) return MessageKind::indication;
  return std::nullopt;
}

Expected<void> check_qmux(ByteView frame) {
  if (frame.size() < kQmuxHeader) {
    return wrong(0, "QMUX header",
                 fmt::format("needs {} bytes, only {} {} here", kQmuxHeader, frame.size(), are(frame.size())));
  }
  if (frame[0] != kMarker) {
    return wrong(0, "QMUX marker", fmt::format("is 0x{:02x}, should be 0x{:02x}", frame[0], kMarker));
  }
  const std::size_t length = read_u16(frame, 1);
  if (length != frame.size() - 1) {
    return wrong(1, "QMUX length",
                 fmt::format("says {} bytes after the marker, the frame has {}", length, frame.size() - 1));
  }
  if (frame[3] != kToModem && frame[3] != kFromModem) {
    return wrong(3, "QMUX flags",
                 fmt::format("are 0x{:02x}, should be 0x{:02x} to the modem or 0x{:02x} from it", frame[3], kToModem,
                             kFromModem));
  }
  return {};
}

}  // namespace

std::uint8_t sdu_flags(std::uint8_t service, MessageKind kind) {
  switch (kind) {
    case MessageKind::response:
      return service == kControlService ? 0x01 : 0x02;
    case MessageKind::indication:
      return service == kControlService ? 0x02 : 0x04;
    case MessageKind::request:
      break;
  }
  return 0x00;
}

Expected<Header> read_header(ByteView frame) {
  if (auto checked = check_qmux(frame); !checked) return tl::unexpected(std::move(checked.error()));
  Header header{.service = frame[4], .client = frame[5]};
  const std::size_t sdu = header_size(header.service) - kQmuxHeader;
  const std::size_t left = frame.size() - kQmuxHeader;
  if (left < sdu) {
    return wrong(kQmuxHeader, "SDU header",
                 fmt::format("needs {} bytes, only {} {} left in the frame", sdu, left, are(left)));
  }
  const std::optional<MessageKind> kind = kind_of(header.service, frame[6]);
  if (!kind) {
    return wrong(6, "SDU flags",
                 fmt::format("are 0x{:02x}, should be 0x{:02x} (request), 0x{:02x} (response) or 0x{:02x} (indication)",
                             frame[6], sdu_flags(header.service, MessageKind::request),
                             sdu_flags(header.service, MessageKind::response),
                             sdu_flags(header.service, MessageKind::indication)));
  }
  if ((*kind == MessageKind::request) != (frame[3] == kToModem)) {
    return wrong(3, "QMUX flags",
                 fmt::format("are 0x{:02x}, but {} come with 0x{:02x}", frame[3],
                             *kind == MessageKind::request ? "requests" : "responses and indications",
                             *kind == MessageKind::request ? kToModem : kFromModem));
  }
  header.kind = *kind;
  const bool control = header.service == kControlService;
  header.transaction = control ? std::uint16_t{frame[7]} : read_u16(frame, 7);
  header.message = read_u16(frame, control ? 8 : 9);
  return header;
}

Expected<void> check_tlv_length(ByteView frame, const Header& header) {
  const std::size_t begin = header_size(header.service);
  const std::size_t length = read_u16(frame, begin - 2);
  const std::size_t left = frame.size() - begin;
  if (length == left) return {};
  return wrong(begin - 2, "SDU length",
               fmt::format("says {} of TLVs, {} {} left in the frame", byte_count(length), left, are(left)));
}

}  // namespace modembench::qmi
