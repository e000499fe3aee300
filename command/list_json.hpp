#pragma once

#include <string>
#include <vector>

#include "client_under_test/client.hpp"
#include "command/scenario_files.hpp"

namespace modembench::command {

/// The scenarios of one file, which are its variants, for programs: a JSON object that says who is run with it, who is
/// caught by it, what all of that needs, and in which variants. In ASCII, and as printable as its readers make it.
[[nodiscard]] std::string scenario_json(const std::vector<ReadyScenario>& variants);

/// The same of a client alone.
[[nodiscard]] std::string client_json(const client_under_test::Client& client);

/// `[a, b]`, a line each.
[[nodiscard]] std::string json_list(const std::vector<std::string>& objects);

}  // namespace modembench::command
