#pragma once

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/message.hpp"

/// Decoding of bytes into named messages, and encoding of messages into bytes. The layouts of QMUX, SDU and TLV are
/// those of libqmi, src/libqmi-glib/qmi-message.c.
namespace modembench::qmi {

/// Decodes one whole QMUX frame. Each length in it must fit exactly. A TLV that the schema doesn't know is kept as
/// bytes.
[[nodiscard]] Expected<Message> decode(ByteView frame);

/// Decodes and checks the headers of a frame alone: a frame whose TLVs are broken has to be answered, too.
[[nodiscard]] Expected<Header> decode_header(ByteView frame);

/// Decodes a value of a type, which must take all of `bytes`. `field` is the value's name in an error, `offset` the
/// place of `bytes` in their frame.
[[nodiscard]] Expected<Value> decode_value(const TypeSpec& type, ByteView bytes, std::string_view field,
                                           std::size_t offset = 0);

/// Encodes a message as a QMUX frame, its TLVs in the order of `message.tlvs`. The QMUX flags are 00 in a request, 80
/// in a response and an indication. An error says which value doesn't have the shape that the schema wants, or is too
/// long.
[[nodiscard]] Expected<Bytes> encode(const Message& message);
/// Encodes a value of a type. `field` is the value's name in an error.
[[nodiscard]] Expected<Bytes> encode_value(const TypeSpec& type, const Value& value, std::string_view field);

}  // namespace modembench::qmi
