#pragma once

#include <string>

#include <tl/expected.hpp>

/// What is made on the machine's file system, read from it and taken away again. Knows nothing of modems.
namespace modembench::files {

/// What was wrong with a file, in words, with its path and the system's reason.
using Failure = std::string;
template <class T>
using Result = tl::expected<T, Failure>;

}  // namespace modembench::files
