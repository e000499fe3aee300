#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "emulator/qmi/bytes.hpp"

/// Bytes of strangers in lines for people: nothing in them can move a cursor, end a line or break UTF-8.
namespace modembench::trace {

/// Text as it is, but for control characters and bytes that are no UTF-8: "\n", "\x1b", "\xff". A
/// backslash stays one: the text is for reading, not for parsing.
[[nodiscard]] std::string printable(std::string_view text);

/// How many bytes the UTF-8 character at the beginning of `text` (not empty) has: 1 for ASCII, also its control
/// characters. 0 if there is none: bytes that are no UTF-8, longer than need be, a surrogate, above U+10FFFF,
/// or a control character of U+0080..U+009F.
[[nodiscard]] std::size_t utf8_character(std::string_view text);

/// Serial bytes in quotes: what isn't ASCII, and '"' and '\' too, is escaped, so that each byte can be told.
[[nodiscard]] std::string quoted(qmi::ByteView bytes);

}  // namespace modembench::trace
