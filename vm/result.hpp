#pragma once

#include <string>

#include <tl/expected.hpp>

namespace modembench::vm {

/// A result, or in words for the user what was wrong.
template <class T>
using Result = tl::expected<T, std::string>;

}  // namespace modembench::vm
