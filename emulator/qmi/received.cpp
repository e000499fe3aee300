#include "emulator/qmi/received.hpp"

#include <utility>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::qmi {

namespace {

/// Notes which TLVs a walk meets.
struct IdCollector : Unheeded {
  explicit IdCollector(std::bitset<256>& noted) : ids(noted) {}
  void begin_tlv(std::uint8_t id, const TlvSpec* /*spec*/) { ids.set(id); }

  std::bitset<256>& ids;
};

}  // namespace

Received::Received(Message message)
    : header_(message.header), message_(std::make_shared<const Message>(std::move(message))) {
  for (const Tlv& tlv : message_->tlvs) tlvs_.set(tlv.id);
}

Expected<Received> Received::check(ByteView frame) {
  Ids ids;
  IdCollector collector(ids);
  auto header = walk_frame(frame, collector);
  if (!header) return tl::unexpected(std::move(header.error()));
  return Received(*header, ids, frame);
}

const std::shared_ptr<const Message>& Received::message() const {
  // The frame has been checked: it can be decoded.
  if (!message_) message_ = std::make_shared<const Message>(decode(frame_).value());
  return message_;
}

}  // namespace modembench::qmi
