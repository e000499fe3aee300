#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The syntax of AT command lines. Source: ITU-T V.250, 5.2 to 5.4.
namespace modembench::serial {

/// The commands of a line, each with its AT and without spaces: "at e0 &f +csq;+creg?" is "ate0", "at&f", "at+csq",
/// "at+creg?"; "AT" alone has none. Letters stay as they are. What stands before the AT is left out. Nothing if there
/// is no AT at all.
[[nodiscard]] std::optional<std::vector<std::string>> split_commands(std::string_view line);

/// Whether a pattern has a wildcard; whether it fits a command. A pattern fits to the letter but for case and spaces
/// outside quotes, with ".*" for any text.
[[nodiscard]] bool has_wildcard(std::string_view pattern);
[[nodiscard]] bool fits(std::string_view pattern, std::string_view command);

}  // namespace modembench::serial
