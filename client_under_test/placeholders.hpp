#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "bench/plan/text_span.hpp"

namespace modembench::client_under_test {

/// Replaces {name} in `text` by its value, also within the values. "${name}" is the shell's and stays. "{{" is a plain
/// "{". Braces around anything but a name ("{ cmd; }") stay. A name without a value is refused, with the nearest of
/// those that have one; values that contain themselves are refused, too.
[[nodiscard]] tl::expected<std::string, std::string> fill_placeholders(
    std::string_view text, const std::map<std::string, std::string>& values);

/// Says that {name} can't be filled in, and which names have a value, the nearest first.
[[nodiscard]] std::string no_value(std::string_view name, const std::vector<std::string>& known);

/// A place of a text where a value belongs.
struct Placeholder {
  std::string name;    ///< the name of {name}; "1", "2" … if a value has been put into the text before
  std::string value;   ///< that value
  std::size_t at = 0;  ///< where the place begins in the text as it was
  bool filled = false;
};

/// A text with its places for values cut out.
struct CutText {
  static constexpr char kPlace = '\0';  ///< stands for each place
  std::string text;
  std::vector<Placeholder> places;  ///< the places in their order
};

/// Cuts the {placeholders} out of a text, by the rule of fill_placeholders, and the values that have been put into the
/// text before. A NUL of the text itself is left out: nothing that a program is started with can hold one.
[[nodiscard]] CutText cut_placeholders(std::string_view text, const std::vector<bench::TextSpan>& filled = {});

}  // namespace modembench::client_under_test
