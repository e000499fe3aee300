#pragma once

#include <string>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

/// Messages in words, on one line, for traces and failures.
namespace modembench::qmi {

/// "apn \"internet\", ip family preference IPv4": the TLVs without the Result. What the schema can't
/// name is shown as "TLV 0x42 [01 02]"; control characters in strings are escaped.
[[nodiscard]] std::string describe_tlvs(const Message& message);
[[nodiscard]] std::string describe_value(const TypeSpec* type, const Value& value);
/// "success", "failed: CallFailed (14)", "" for what is no response.
[[nodiscard]] std::string describe_result(const Message& message);
/// "WDS Start Network request, client id 4, transaction 1: apn \"internet\"". Of a frame that can't be
/// decoded: the error, and the bytes.
[[nodiscard]] std::string describe(const Message& message);
[[nodiscard]] std::string describe_frame(ByteView frame);

}  // namespace modembench::qmi
