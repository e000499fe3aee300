#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include "emulator/trace/event.hpp"

namespace modembench::report {

/// Events as the page draws them, a JSON array of objects. Their members are at (microseconds), who, kind and text;
/// and, where an event has them, to ("modem" or "client", to whom the arrow points), title, failed, fields (pairs of
/// name and value) and hex.
[[nodiscard]] std::string events_json(std::span<const trace::Event> events);

/// Events for the page from an array of a results file, which anybody may have written: only what the page can draw,
/// its texts printable. Or says which event is wrong, and how.
[[nodiscard]] tl::expected<std::string, std::string> read_events(const nlohmann::ordered_json& events);

}  // namespace modembench::report
