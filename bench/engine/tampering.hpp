#pragma once

#include <vector>

#include "bench/plan/message_pattern.hpp"
#include "bench/plan/tamper.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::bench {

/// The message as it is sent. A captured value that isn't there leaves the TLV out.
[[nodiscard]] qmi::Message tampered(qmi::Message message, const Tamper& tamper, const Captured& captured);
/// Its bytes as they are sent, `frame` being a whole QMUX frame.
[[nodiscard]] qmi::Bytes tampered(qmi::Bytes frame, const Tamper& tamper);
/// The pieces in which they are written, at least one.
[[nodiscard]] std::vector<qmi::Bytes> pieces(const qmi::Bytes& bytes, const Tamper& tamper);

/// TLVs with what was captured filled in.
[[nodiscard]] std::vector<qmi::Tlv> filled_in(const std::vector<GivenTlv>& given, const Captured& captured);

}  // namespace modembench::bench
