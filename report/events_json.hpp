#pragma once

#include <span>
#include <string>

#include "emulator/trace/event.hpp"

namespace modembench::report {

/// Events as the page draws them, a JSON array of objects: at (microseconds), who, kind, text, and as they have them
/// to ("modem" or "client", whom the arrow points to), title, failed, fields (pairs of name and value), hex.
[[nodiscard]] std::string events_json(std::span<const trace::Event> events);

}  // namespace modembench::report
