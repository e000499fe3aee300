#pragma once

#include <optional>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Reads a time after a milestone, "3s after registered". "3s" alone counts from `otherwise`.
[[nodiscard]] std::optional<AtTime> read_at_time(Reader& reader, const YamlNode& node, Milestone otherwise);
/// Reads a time after a milestone, or a milestone alone: "registered". A time alone counts from the start.
[[nodiscard]] std::optional<AtTime> read_moment(Reader& reader, const YamlNode& node);

/// Reads a time, "2s", or a range from which one is drawn, "1s..4s".
[[nodiscard]] std::optional<Span> read_span(Reader& reader, const YamlNode& node);

/// A time, and the milestone or message from which it counts: "5s", "2s..4s after registered",
/// "5s after WDS Start Network".
struct TimeSince {
  Span time;
  bool is_range = false;
  std::optional<Since> since;  ///< nothing if the file doesn't say
};
/// Reads such a time.
[[nodiscard]] std::optional<TimeSince> read_time_since(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
