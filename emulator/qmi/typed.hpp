#pragma once

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

/// Typed messages (`messages/*.hpp`, made of the schema) <-> bytes and loose messages. A typed message is a struct of
/// its TLVs: mandatory ones are members, others are std::optional. Of what the schema doesn't know, and of a TLV that
/// comes a second time, nothing is kept.
///
/// A response that says a failure has no mandatory TLV: those members are as they are made, and aren't written.
namespace modembench::qmi {

namespace typed {
[[nodiscard]] Expected<void> parse(ByteView frame, const MessageLayout& layout, void* into);
[[nodiscard]] Expected<void> read(const Message& message, const MessageLayout& layout, void* into);
void write(const MessageLayout& layout, const void* from, Message& into);
[[nodiscard]] Header header(const MessageLayout& layout, std::uint8_t client, std::uint16_t transaction);
}  // namespace typed

/// The message of this whole QMUX frame. The error names the TLV, where it stands and what is wrong: what `decode`
/// says of the frame, that it is another message, or which mandatory TLV is missing.
template <class T>
[[nodiscard]] Expected<T> parse(ByteView frame) {
  T parsed{};
  if (auto done = typed::parse(frame, T::layout, &parsed); !done) return tl::unexpected(std::move(done.error()));
  return parsed;
}

/// The same of a loose message; its values must have the shapes that the schema gives them. Offsets in errors are 0.
template <class T>
[[nodiscard]] Expected<T> read(const Message& message) {
  T made{};
  if (auto done = typed::read(message, T::layout, &made); !done) return tl::unexpected(std::move(done.error()));
  return made;
}

/// The loose message of a request or indication; its TLVs in the order of their numbers.
template <class T>
[[nodiscard]] Message to_message(std::uint8_t client, const T& tlvs, std::uint16_t transaction = 0) {
  Message message{typed::header(T::layout, client, transaction), {}};
  typed::write(T::layout, &tlvs, message);
  return message;
}

/// The same TLVs behind those that a loose message has already.
template <class T>
void append(Message& message, const T& tlvs) {
  typed::write(T::layout, &tlvs, message);
}

/// The loose message of a response: the Result first.
template <class T>
[[nodiscard]] Message respond(const Header& request, const T& tlvs, ErrorCode error = ErrorCode::None) {
  Message message = response_to(request, static_cast<std::uint16_t>(error));
  typed::write(T::layout, &tlvs, message);
  return message;
}

}  // namespace modembench::qmi
