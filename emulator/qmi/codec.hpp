#pragma once

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/message.hpp"

/// Bytes <-> named messages. Layouts of QMUX, SDU and TLV: libqmi, src/libqmi-glib/qmi-message.c.
namespace modembench::qmi {

/// One whole QMUX frame, every length of which must fit exactly.
[[nodiscard]] Expected<Message> decode(ByteView frame);

/// The header alone, checked as far as it goes: for whoever must answer a frame whose TLVs are broken.
[[nodiscard]] Expected<Header> decode_header(ByteView frame);

/// A value by its type; `field` names it in errors, `offset` is where `bytes` stands in its frame.
[[nodiscard]] Expected<Value> decode_value(const TypeSpec& type, ByteView bytes, std::string_view field,
                                           std::size_t offset = 0);

/// Requests get QMUX flags 00, responses and indications 80. TLVs are written in the order given.
[[nodiscard]] Expected<Bytes> encode(const Message& message);
[[nodiscard]] Expected<Bytes> encode_value(const TypeSpec& type, const Value& value, std::string_view field);

}  // namespace modembench::qmi
