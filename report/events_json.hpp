#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include "emulator/trace/event.hpp"

namespace modembench::report {

/// Events as the page draws them, a JSON array of objects: at (microseconds), who, kind, text, and as they have them
/// to ("modem" or "client", whom the arrow points to), title, failed, fields (pairs of name and value), hex.
[[nodiscard]] std::string events_json(std::span<const trace::Event> events);

/// The same from an array of a results file, which anybody may have written: nothing but what the page can draw, its
/// texts printable; or which event is wrong, and how.
[[nodiscard]] tl::expected<std::string, std::string> read_events(const nlohmann::ordered_json& events);

}  // namespace modembench::report
