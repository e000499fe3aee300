#pragma once

#include <string>

#include <tl/expected.hpp>

namespace modembench::vm {

/// What was wrong, in words for the user.
template <class T>
using Result = tl::expected<T, std::string>;

}  // namespace modembench::vm
