#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/expectation.hpp"

/// Values of expectations that no form of the grammar reads. Each function returns nothing where it has noted a
/// mistake.
namespace modembench::bench {

/// Reads how often something is expected: "1", "0..3", "at least 2".
[[nodiscard]] std::optional<Count> read_count(Reader& reader, const YamlNode& node);

/// Reads a milestone's name, "registered".
[[nodiscard]] std::optional<Milestone> read_milestone(Reader& reader, const YamlNode& node);

/// Reads the name of a message of this kind as a pattern that the message matches.
template <qmi::MessageKind kind>
std::optional<MessagePattern> read_pattern(Reader& reader, const YamlNode& node);
/// Reads a map of TLVs and the values that they must have. The TLVs are those of the message that the reader reads
/// about.
[[nodiscard]] std::optional<std::vector<FieldMatch>> read_where(Reader& reader, const YamlNode& node);
/// Notes the mistake that `error` stands with a message that is no answer.
void refuse_error(Reader& reader, const YamlNode& node);

/// Reads the list of steps that are to come in this order.
[[nodiscard]] std::optional<std::vector<Step>> read_steps(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
