#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/expectation.hpp"

/// What the rows of expectations are read by.
namespace modembench::bench {

/// "1", "0..3", "at least 2"
[[nodiscard]] std::optional<Count> read_count(Reader& reader, const YamlNode& node);

/// "registered"
[[nodiscard]] std::optional<Milestone> read_milestone(Reader& reader, const YamlNode& node);

/// The name of a message of that kind, as a pattern for it.
template <qmi::MessageKind kind>
std::optional<MessagePattern> read_pattern(Reader& reader, const YamlNode& node);
/// TLVs of the message that is read about.
[[nodiscard]] std::optional<std::vector<FieldMatch>> read_where(Reader& reader, const YamlNode& node);
/// Of what is no answer.
void refuse_error(Reader& reader, const YamlNode& node);

/// The steps of an order.
[[nodiscard]] std::optional<std::vector<Step>> read_steps(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
