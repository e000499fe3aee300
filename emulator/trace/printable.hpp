#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/qmi/bytes.hpp"

/// Strangers' bytes made fit for lines that people read: nothing in such a line can move a cursor, end the line, turn
/// the direction of what stands beside it, hide, or break UTF-8 or XML.
namespace modembench::trace {

/// Which control characters of a text stay as they are: none, tabs, or tabs and the ends of its lines.
enum class Keep : std::uint8_t { nothing, tabs, lines };

/// Text as it is, but with escapes for what can't be seen where it stands: control characters and bytes that are no
/// UTF-8 ("\n", "\x1b", "\xff"), and characters that turn the writing's direction, end lines, are invisible or are none
/// ("\u{202e}", "\u{2028}", "\u{feff}", "\u{fffe}"). XML 1.0 and any terminal take the result. A backslash stays one,
/// as the text is for reading, not for parsing; what is printable already comes back as it was.
[[nodiscard]] std::string printable(std::string_view text, Keep keep = Keep::nothing);

/// How many bytes the UTF-8 character at the beginning of `text` (not empty) has: 1 for ASCII, also its control
/// characters. 0 if there is none: bytes that are no UTF-8, longer than need be, a surrogate, above U+10FFFF,
/// or a control character of U+0080..U+009F.
[[nodiscard]] std::size_t utf8_character(std::string_view text);

/// Serial bytes in quotes: what isn't ASCII, and '"' and '\' too, is escaped, so that each byte can be told.
[[nodiscard]] std::string quoted(qmi::ByteView bytes);

}  // namespace modembench::trace
