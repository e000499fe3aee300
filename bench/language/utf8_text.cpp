#include "bench/language/utf8_text.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

bool begins_no_character(char c) { return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80; }

bool is_control(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
}

}  // namespace

std::optional<Mistake> find_bad_character(std::string_view text, const std::string& file) {
  int line = 1;
  int column = 1;
  while (!text.empty()) {
    const auto byte = static_cast<std::uint8_t>(text.front());
    const std::size_t size = trace::utf8_character(text);
    if (size == 0) {
      return Mistake{{file, line, column}, fmt::format("should be UTF-8, has the byte 0x{:02x} here", byte), {}};
    }
    if (is_control(text.front())) {
      return Mistake{{file, line, column}, fmt::format("a control character (0x{:02x}) can't stand here", byte), {}};
    }
    const bool line_ends = text.front() == '\n';
    line += line_ends ? 1 : 0;
    column = line_ends ? 1 : column + 1;
    text.remove_prefix(size);
  }
  return std::nullopt;
}

Columns::Columns(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), begins_no_character)) return;
  inner_bytes_.reserve(text.size() + 1);
  std::size_t count = 0;
  for (const char c : text) {
    inner_bytes_.push_back(count);
    count += begins_no_character(c) ? 1 : 0;
  }
  inner_bytes_.push_back(count);
}

int Columns::in_characters(std::size_t offset, std::size_t column) const {
  if (offset >= inner_bytes_.size() || column > offset) return static_cast<int>(column);
  return static_cast<int>(column - (inner_bytes_[offset] - inner_bytes_[offset - column]));
}

}  // namespace modembench::bench
