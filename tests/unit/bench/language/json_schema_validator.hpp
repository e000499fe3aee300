#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

/// A validator for the part of JSON Schema that ours uses; a keyword that it doesn't know is a failure, not a pass.
namespace json_schema {

/// YAML as an editor reads it (the core schema of YAML 1.2): plain 5, 0x1f, 1.5, true and null are no text.
[[nodiscard]] nlohmann::json from_yaml(std::string_view text);

/// What is wrong with `value`, a line each, with its path; empty if it is valid.
[[nodiscard]] std::vector<std::string> violations(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace json_schema
