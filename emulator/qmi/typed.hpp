#pragma once

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

/// Typed messages (`messages/*.hpp`, made of the schema), from and to bytes and loose messages. A typed message is a
/// struct of its TLVs. A mandatory TLV is a plain member, any other one a std::optional. A TLV that the schema doesn't
/// know, and one that comes a second time, isn't kept.
///
/// A response that says a failure has no mandatory TLV: such a member stays as it is made, and isn't written.
namespace modembench::qmi {

namespace typed {
[[nodiscard]] Expected<void> parse(ByteView frame, const MessageLayout& layout, void* into);
[[nodiscard]] Expected<void> read(const Message& message, const MessageLayout& layout, void* into);
void write(const MessageLayout& layout, const void* from, Message& into);
[[nodiscard]] Header header(const MessageLayout& layout, std::uint8_t client, std::uint16_t transaction);
}  // namespace typed

/// Parses one whole QMUX frame. An error names the TLV and its place: either `decode` would refuse the frame, or it is
/// another message, or a mandatory TLV is missing.
template <class T>
[[nodiscard]] Expected<T> parse(ByteView frame) {
  Expected<T> parsed;
  if (auto done = typed::parse(frame, T::layout, &*parsed); !done) parsed = tl::unexpected(std::move(done.error()));
  return parsed;
}

/// Reads a loose message, whose values must have the shapes that the schema gives them. Errors are those of `parse`;
/// their offset is 0.
template <class T>
[[nodiscard]] Expected<T> read(const Message& message) {
  T made{};
  if (auto done = typed::read(message, T::layout, &made); !done) return tl::unexpected(std::move(done.error()));
  return made;
}

/// Makes a loose message of a request or indication, with its TLVs in the order of their ids.
template <class T>
[[nodiscard]] Message to_message(std::uint8_t client, const T& tlvs, std::uint16_t transaction = 0) {
  Message message{typed::header(T::layout, client, transaction), {}};
  typed::write(T::layout, &tlvs, message);
  return message;
}

/// Puts these TLVs behind those that a loose message has.
template <class T>
void append(Message& message, const T& tlvs) {
  typed::write(T::layout, &tlvs, message);
}

/// Makes a loose message of a response to `request`, with the Result as its first TLV.
template <class T>
[[nodiscard]] Message respond(const Header& request, const T& tlvs, ErrorCode error = ErrorCode::None) {
  Message message = response_to(request, static_cast<std::uint16_t>(error));
  typed::write(T::layout, &tlvs, message);
  return message;
}

}  // namespace modembench::qmi
