#pragma once

#include <string>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

/// Messages in words, on one line, for traces and failures.
namespace modembench::qmi {

/// The TLVs of a message without the Result: "apn \"internet\", ip family preference IPv4". A TLV that the schema
/// doesn't know is "TLV 0x42 [01 02]". Control characters in strings are escaped.
[[nodiscard]] std::string describe_tlvs(const Message& message);
/// A value of a type. Of a null type, the value's own shape decides.
[[nodiscard]] std::string describe_value(const TypeSpec* type, const Value& value);
/// The Result of a response: "success", "failed: CallFailed (14)". Empty for a message that is no response.
[[nodiscard]] std::string describe_result(const Message& message);
/// A whole message: "WDS Start Network request, client id 4, transaction 1: apn \"internet\"".
[[nodiscard]] std::string describe(const Message& message);
/// The message of a frame; if the frame can't be decoded, the error and the bytes.
[[nodiscard]] std::string describe_frame(ByteView frame);

}  // namespace modembench::qmi
