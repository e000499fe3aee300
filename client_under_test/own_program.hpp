#pragma once

#include <filesystem>
#include <string>

#include "files/result.hpp"

namespace modembench::client_under_test {

/// A path by which others, in a stage too, can start this very program: where it stands. If its file was replaced or
/// removed since it was started, the path is that of a copy in `folder`, which is made if it isn't there.
[[nodiscard]] files::Result<std::string> own_program(const std::filesystem::path& folder);

}  // namespace modembench::client_under_test
