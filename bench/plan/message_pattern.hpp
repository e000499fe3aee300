#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/trigger.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::bench {

/// Values that were captured, by the names under which they are kept.
using Captured = std::map<std::string, qmi::Value>;

/// The kind in words: "request", "answer", "indication".
[[nodiscard]] std::string_view name_of(qmi::MessageKind kind);

/// Whether `message` is of the pattern's kind, service and id, whatever its TLVs say.
[[nodiscard]] bool is_that_message(const MessagePattern& pattern, const qmi::Message& message);
/// Whether `message` is of the pattern's kind, service and id, and its TLVs say what they should. A name under which
/// nothing was captured equals no value.
[[nodiscard]] bool matches(const MessagePattern& pattern, const qmi::Message& message, const Captured& captured);

/// Adds to `captured` what `captures` names, as far as the message has it.
void capture(const std::vector<Capture>& captures, const qmi::Message& message, Captured& captured);

/// The pattern in words: "WDS Start Network with error CallFailed, apn \"internet\"".
[[nodiscard]] std::string in_words(const MessagePattern& pattern);
/// The pattern's message without its `where`: "WDS Start Network", "any WDS request".
[[nodiscard]] std::string name_of(const MessagePattern& pattern);

}  // namespace modembench::bench
