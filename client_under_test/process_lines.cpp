#include "client_under_test/process_lines.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace modembench::client_under_test {
namespace {

// How many bytes the UTF-8 character at the beginning of `bytes` has; 0 if there is none.
std::size_t character_size(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const auto first = at(0);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  if (size == 0 || bytes.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0) != 0x80) return 0;
  }
  if (size == 1) return 1;
  // Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
  const auto second = at(1);
  if (first == 0xE0 && second < 0xA0) return 0;
  if (first == 0xED && second > 0x9F) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second > 0x8F) return 0;
  return size;
}

bool is_control(std::string_view character) {
  const auto first = static_cast<std::uint8_t>(character[0]);
  if (character.size() == 1) return (first < 0x20 && first != '\t') || first == 0x7F;
  return first == 0xC2 && static_cast<std::uint8_t>(character[1]) < 0xA0;  // U+0080..U+009F
}

// At most `max`, but not within a character.
std::size_t cut_before(std::string_view bytes, std::size_t max) {
  constexpr std::size_t kLongestCharacter = 4;
  for (std::size_t back = 1; back < kLongestCharacter && back < max; ++back) {
    const auto size = character_size(bytes.substr(max - back));
    if (size > back) return max - back;
    if (size != 0) break;
  }
  return max;
}

}  // namespace

std::string printable_line(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const auto size = character_size(bytes);
    if (size == 0 || is_control(bytes.substr(0, size))) {
      const std::size_t shown = size == 0 ? 1 : size;
      for (const char c : bytes.substr(0, shown)) text += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(c));
      bytes.remove_prefix(shown);
    } else {
      text += bytes.substr(0, size);
      bytes.remove_prefix(size);
    }
  }
  return text;
}

std::vector<std::string> ProcessLines::take(std::string_view bytes) {
  std::vector<std::string> lines;
  for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    begun_ += bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    while (begun_.ends_with('\r')) begun_.pop_back();
    cut_long(lines);
    lines.push_back(printable_line(begun_));
    begun_.clear();
  }
  begun_ += bytes;
  cut_long(lines);
  return lines;
}

std::vector<std::string> ProcessLines::take_rest() {
  if (begun_.empty()) return {};
  return take("\n");
}

void ProcessLines::cut_long(std::vector<std::string>& lines) {
  std::size_t at = 0;
  while (begun_.size() - at > max_line_) {
    const auto size = cut_before(std::string_view(begun_).substr(at), max_line_);
    lines.push_back(printable_line(std::string_view(begun_).substr(at, size)));
    at += size;
  }
  begun_.erase(0, at);
}

}  // namespace modembench::client_under_test
