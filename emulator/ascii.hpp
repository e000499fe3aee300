#pragma once

#include <algorithm>
#include <string_view>

/// Characters of ASCII, whatever the locale: a byte above 0x7F is no letter and no digit.
namespace modembench::ascii {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Whether a text has nothing but digits, as an empty one has.
[[nodiscard]] constexpr bool are_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

/// The small letter of a capital one; any other character as it is.
[[nodiscard]] constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
/// The capital letter of a small one; any other character as it is.
[[nodiscard]] constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// A text without the blanks at its two ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// A text up to its first line end, without it; all of a text that has none.
[[nodiscard]] constexpr std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace modembench::ascii
