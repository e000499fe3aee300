#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/client.hpp"

namespace modembench::client_under_test {

/// The paths that the client's `writes` name, without links in them; a relative one starts from our working folder.
/// Values of variables are the client's own: a scenario has no say in where a client writes. Refused in words is a path
/// that isn't there, that may not be written, or that lies outside of the folder that the client's file may give
/// (Client::writes_below).
[[nodiscard]] tl::expected<std::vector<std::filesystem::path>, std::string> writable_paths(const Client& client);

}  // namespace modembench::client_under_test
