#pragma once

#include <optional>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// "3s after registered"; "3s" alone is after `otherwise`.
[[nodiscard]] std::optional<AtTime> read_at_time(Reader& reader, const YamlNode& node, Milestone otherwise);
/// The same, or a milestone alone: "registered".
[[nodiscard]] std::optional<AtTime> read_moment(Reader& reader, const YamlNode& node);

/// "2s", or "1s..4s" for one that is drawn between them.
[[nodiscard]] std::optional<Span> read_span(Reader& reader, const YamlNode& node);

/// A time with what it counts from: "5s", "2s..4s after registered", "5s after WDS Start Network".
struct TimeSince {
  Span time;
  bool is_range = false;
  std::optional<Since> since;  ///< nothing: it isn't said
};
[[nodiscard]] std::optional<TimeSince> read_time_since(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
