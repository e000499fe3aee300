#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/trigger.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::bench {

/// What was captured, by its name.
using Captured = std::map<std::string, qmi::Value>;

/// "request", "answer", "indication"
[[nodiscard]] std::string_view name_of(qmi::Kind kind);

/// A message of the pattern's kind, service and id, whatever its TLVs say.
[[nodiscard]] bool is_that_message(const MessagePattern& pattern, const qmi::Message& message);
/// The same, and its TLVs say what they should. What was never captured equals nothing.
[[nodiscard]] bool matches(const MessagePattern& pattern, const qmi::Message& message, const Captured& captured);

/// Keeps what is there of `captures`.
void capture(const std::vector<Capture>& captures, const qmi::Message& message, Captured& captured);

/// "WDS Start Network with error CallFailed, apn \"internet\""
[[nodiscard]] std::string in_words(const MessagePattern& pattern);
/// "WDS Start Network", "any WDS request": without its `where`.
[[nodiscard]] std::string name_of(const MessagePattern& pattern);

}  // namespace modembench::bench
