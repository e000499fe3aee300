#pragma once

#include <map>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace modembench::client_under_test {

/// Replaces {name} in `text` by its value, also within the values. "${name}" is the shell's and stays; "{{" is a
/// plain "{"; braces around anything but a name ("{ cmd; }") stay. A name without a value is refused, with the
/// nearest of those that have one; so are values that contain themselves.
[[nodiscard]] tl::expected<std::string, std::string> fill_placeholders(
    std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace modembench::client_under_test
