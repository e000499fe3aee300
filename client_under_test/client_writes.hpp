#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/client.hpp"

namespace modembench::client_under_test {

/// What the client's `writes` name, without links in its path; a relative path starts from our working folder. Values
/// are the client's own: a scenario has no say in where it writes. Refused, in words, is what isn't there, what may not
/// be written, and what lies outside of the folder that its file may give (Client::writes_below).
[[nodiscard]] tl::expected<std::vector<std::filesystem::path>, std::string> writable_paths(const Client& client);

}  // namespace modembench::client_under_test
