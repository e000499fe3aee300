#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "bench/plan/scenario.hpp"
#include "emulator/trace/event.hpp"

namespace modembench::bench {

/// The names of milestones as a scenario writes them, in the order of the enumeration.
inline constexpr std::array<std::string_view, 12> kMilestoneNames = {
    "start",        "registered",     "unregistered", "port opened",   "port closed",   "network registered",
    "network lost", "call connected", "call ended",   "dhcp answered", "client starts", "client exits"};

[[nodiscard]] std::string_view to_string(Milestone milestone);
[[nodiscard]] std::optional<Milestone> milestone_from_string(std::string_view name);

/// The words for what a time counts from: "registered", "WDS Start Network".
[[nodiscard]] std::string to_string(const Since& since);

/// The meaning of an event that is the passing of the milestone; none where that event is of a kind of its own.
[[nodiscard]] trace::Meaning meaning_of(Milestone milestone);
/// The event that tells of a milestone which is a change in the modem.
[[nodiscard]] trace::Event change_in_modem(Milestone milestone);

/// Whether this event is the passing of the milestone. (The start is no event: it is at 0.)
[[nodiscard]] bool is_passing(const trace::Event& event, Milestone milestone);

/// The time in words: "3s after registered", "registered", "3s after start".
[[nodiscard]] std::string to_string(const AtTime& time);

}  // namespace modembench::bench
