#include "emulator/qmi/sendable.hpp"

#include <utility>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::qmi {

Sendable::Sendable(Message message)
    : header_(message.header), message_(std::make_shared<const Message>(std::move(message))) {}

Sendable::Sendable(const Header& request, ErrorCode error, Bytes frame)
    : header_(request), error_(static_cast<std::uint16_t>(error)), frame_(std::move(frame)) {
  header_.kind = MessageKind::response;
}

Sendable Sendable::response(const Header& request, ErrorCode error) {
  if (auto frame = typed::encode_response(request, error, nullptr, nullptr)) return {request, error, std::move(*frame)};
  return response_to(request, static_cast<std::uint16_t>(error));
}

Sendable Sendable::response(const Header& request, ErrorCode error, const MessageLayout& layout, const void* from) {
  if (auto frame = typed::encode_response(request, error, &layout, from)) return {request, error, std::move(*frame)};
  Message message = response_to(request, static_cast<std::uint16_t>(error));
  typed::write(layout, from, message);
  return message;
}

const std::shared_ptr<const Message>& Sendable::message() const {
  // The bytes are the encoder's own: they can be decoded.
  if (!message_) message_ = std::make_shared<const Message>(decode(frame_).value());
  return message_;
}

Expected<Bytes> Sendable::frame() const& {
  if (!frame_.empty()) return frame_;
  return encode(*message_);
}

Expected<Bytes> Sendable::frame() && {
  if (!frame_.empty()) return std::move(frame_);
  return encode(*message_);
}

Said::operator std::vector<Message>() const {
  std::vector<Message> messages;
  messages.reserve(size());
  for (const Sendable& one : *this) messages.push_back(*one.message());
  return messages;
}

}  // namespace modembench::qmi
