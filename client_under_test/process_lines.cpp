#include "client_under_test/process_lines.hpp"

#include "emulator/trace/printable.hpp"

namespace modembench::client_under_test {
namespace {

std::string shown(std::string_view line) { return trace::printable(line, trace::Keep::tabs); }

// At most `max`, but not within a character.
std::size_t cut_before(std::string_view bytes, std::size_t max) {
  constexpr std::size_t kLongestCharacter = 4;
  for (std::size_t back = 1; back < kLongestCharacter && back < max; ++back) {
    const auto size = trace::utf8_character(bytes.substr(max - back));
    if (size > back) return max - back;
    if (size != 0) break;
  }
  return max;
}

}  // namespace

std::vector<std::string> ProcessLines::take(std::string_view bytes) {
  std::vector<std::string> lines;
  for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    begun_ += bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    while (begun_.ends_with('\r')) begun_.pop_back();
    cut_long(lines);
    lines.push_back(shown(begun_));
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
    lines.push_back(shown(std::string_view(begun_).substr(at, size)));
    at += size;
  }
  begun_.erase(0, at);
}

}  // namespace modembench::client_under_test
