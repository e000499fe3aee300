#pragma once

#include <string>
#include <vector>

#include "client_under_test/client.hpp"
#include "command/scenario_files.hpp"

namespace modembench::command {

/// The scenarios of one file, which are its variants, for programs: a JSON object that says which clients are run with
/// it, which are caught by it, what all of that needs, and in which variants. The text is ASCII, and as printable as
/// its readers make it.
[[nodiscard]] std::string scenario_json(const std::vector<ReadyScenario>& variants);

/// One client, for programs: a JSON object that says what it is and what it needs.
[[nodiscard]] std::string client_json(const client_under_test::Client& client);

/// A JSON list of objects, `[a, b]`, a line each.
[[nodiscard]] std::string json_list(const std::vector<std::string>& objects);

}  // namespace modembench::command
