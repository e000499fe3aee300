#pragma once

#include <string>

#include "bench/plan/scenario.hpp"
#include "emulator/trace/event.hpp"

namespace modembench::bench {

/// What an action of a rule does to the modem: "unregister qmi".
[[nodiscard]] std::string in_words(const Action& action);
/// What becomes of the request that a rule is about: "drop WDS Start Network".
[[nodiscard]] std::string in_words(const Rule& rule, const Reply& reply);
/// What befalls the message that a rule is about: "delay the answer to WDS Start Network by 2s".
[[nodiscard]] std::string in_words(const Rule& rule, const Tamper& tamper);
/// The event that a rule does something, which those words say, with the line where it is written.
[[nodiscard]] trace::Event done_by(const Rule& rule, const std::string& words);

/// What sets the rule off and under which conditions: "on WDS Start Network with apn \"net\", from the 2nd on".
[[nodiscard]] std::string trigger_in_words(const Rule& rule);

}  // namespace modembench::bench
