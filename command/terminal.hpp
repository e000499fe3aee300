#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "emulator/trace/printable.hpp"

/// The one way of texts to standard output and standard error. The text of a format is ours. What is put in is a
/// client's, a scenario's or a file's, and is made printable: it moves no cursor, ends no line, turns no direction.
namespace modembench::command {

/// A text of several lines; the ends of its lines are kept.
struct Lines {
  std::string_view text;
};

/// A text of our own, which is printed as it is, colours and all.
struct Ours {
  std::string text;
};

template <class T>
auto shown(const T& value) {
  if constexpr (std::is_same_v<T, Ours>) {
    return value.text;
  } else if constexpr (std::is_same_v<T, Lines>) {
    return trace::printable(value.text, trace::Keep::lines);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return trace::printable(value);
  } else {
    static_assert(std::is_arithmetic_v<T>, "numbers and texts are printed");
    return value;
  }
}
template <class T>
using Shown = decltype(shown(std::declval<const std::remove_cvref_t<T>&>()));

/// Prints to `out`. Throws std::system_error if that takes nothing more.
template <class... T>
void print_to(std::FILE* out, fmt::format_string<Shown<T>...> format, const T&... values) {
  fmt::print(out, format, shown(values)...);
}

/// Prints to standard output. Throws std::system_error if that takes nothing more.
template <class... T>
void print(fmt::format_string<Shown<T>...> format, const T&... values) {
  print_to<T...>(stdout, format, values...);
}

/// Prints "modembench: WHY" to standard error; `why` may have several lines.
void complain(std::string_view why);

/// Complains of what makes it impossible to go on. Returns the exit status, kUnusable.
[[nodiscard]] int unusable(std::string_view why);

/// Each line of a text, made printable, behind `by`. A line that is indented so far already stays as it is.
[[nodiscard]] Ours indented(std::string_view text, std::string_view by);

}  // namespace modembench::command
