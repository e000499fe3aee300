#include "emulator/trace/printable.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace modembench::trace {
namespace {

void put_escaped(std::string& out, std::uint8_t byte) {
  if (byte == '\n') {
    out += "\\n";
  } else if (byte == '\r') {
    out += "\\r";
  } else if (byte == '\t') {
    out += "\\t";
  } else {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
  }
}

bool is_ascii_text(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7F; }

// What a whole UTF-8 character stands for.
char32_t code_point(std::string_view character) {
  if (character.size() == 1) return static_cast<std::uint8_t>(character[0]);
  char32_t code = static_cast<std::uint8_t>(character[0]) & (0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<std::uint8_t>(c) & 0x3FU);
  return code;
}

// Characters of Unicode that are there without being seen. The two joiners (U+200C, U+200D) are spelling.
bool is_unseen(char32_t code) {
  struct Range {
    char32_t first;
    char32_t last;
  };
  constexpr std::array<Range, 10> kUnseen = {{{0x061C, 0x061C},      // Arabic letter mark
                                              {0x180E, 0x180E},      // Mongolian vowel separator
                                              {0x200B, 0x200B},      // zero width space
                                              {0x200E, 0x200F},      // left-to-right, right-to-left mark
                                              {0x2028, 0x202E},      // line and paragraph ends, directions
                                              {0x2060, 0x206F},      // word joiner, isolates, more directions
                                              {0xFDD0, 0xFDEF},      // no characters
                                              {0xFEFF, 0xFEFF},      // byte order mark
                                              {0xFFF9, 0xFFFB},      // annotations
                                              {0xE0000, 0xE007F}}};  // tags: ASCII that can't be seen
  if ((code & 0xFFFE) == 0xFFFE) return true;                        // no characters: the last two of each plane
  return std::any_of(kUnseen.begin(), kUnseen.end(),
                     [code](const Range& range) { return code >= range.first && code <= range.last; });
}

bool is_kept(char c, Keep keep) {
  if (c == '\t') return keep != Keep::nothing;
  return c == '\n' && keep == Keep::lines;
}

}  // namespace

std::size_t utf8_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  std::size_t size = 0;
  if (first >= 0xC2 && first <= 0xDF) size = 2;
  if (first >= 0xE0 && first <= 0xEF) size = 3;
  if (first >= 0xF0 && first <= 0xF4) size = 4;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const std::uint8_t second = byte(1);
  if (first == 0xC2 && second < 0xA0) return 0;
  if (first == 0xE0 && second < 0xA0) return 0;
  if (first == 0xED && second > 0x9F) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second > 0x8F) return 0;
  return size;
}

std::string printable(std::string_view text, Keep keep) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto first = static_cast<std::uint8_t>(text.front());
    const std::size_t size = utf8_character(text);
    if (size == 0 || (size == 1 && !is_ascii_text(first) && !is_kept(text.front(), keep))) {
      put_escaped(out, first);
      text.remove_prefix(1);
      continue;
    }
    const auto character = text.substr(0, size);
    if (const auto code = code_point(character); is_unseen(code)) {
      fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<std::uint32_t>(code));
    } else {
      out += character;
    }
    text.remove_prefix(size);
  }
  return out;
}

std::string quoted(qmi::ByteView bytes) {
  std::string out = "\"";
  for (const std::uint8_t byte : bytes) {
    if (byte == '"' || byte == '\\') out.push_back('\\');
    if (is_ascii_text(byte)) {
      out.push_back(static_cast<char>(byte));
    } else {
      put_escaped(out, byte);
    }
  }
  out.push_back('"');
  return out;
}

}  // namespace modembench::trace
