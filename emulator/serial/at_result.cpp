#include "emulator/serial/at_result.hpp"

#include <algorithm>
#include <array>

namespace modembench::serial {
namespace {

struct Code {
  std::string_view words;
  char number;
};
constexpr std::array kCodes = {
    Code{"OK", '0'},          Code{"CONNECT", '1'},      Code{"RING", '2'}, Code{"NO CARRIER", '3'}, Code{"ERROR", '4'},
    Code{"NO DIALTONE", '6'}, Code{"NO DIAL TONE", '6'}, Code{"BUSY", '7'}, Code{"NO ANSWER", '8'},
};

std::string line_of(std::string_view text, const AtFormat& format) {
  const std::string border = {format.end, format.feed};
  return (format.verbose ? border : std::string()) + std::string(text) + border;
}

}  // namespace

bool is_connect(std::string_view result) { return result == "CONNECT" || result.starts_with("CONNECT "); }

bool is_final_result(std::string_view line) {
  if (is_connect(line) || line.starts_with("+CME ERROR") || line.starts_with("+CMS ERROR")) return true;
  return line != "RING" &&
         std::any_of(kCodes.begin(), kCodes.end(), [&](const Code& code) { return code.words == line; });
}

std::string information(const std::vector<std::string>& lines, const AtFormat& format) {
  std::string text;
  for (const auto& line : lines) {
    if (!text.empty()) text += {format.end, format.feed};
    text += line;
  }
  return lines.empty() ? text : line_of(text, format);
}

std::string result(std::string_view words, const AtFormat& format) {
  if (format.quiet) return {};
  if (format.verbose) return line_of(words, format);
  const std::string_view plain = is_connect(words) ? "CONNECT" : words;
  for (const auto& code : kCodes) {
    if (code.words == plain) return {code.number, format.end};
  }
  return line_of(words, format);
}

std::string unsolicited(const std::string& line, const AtFormat& format) {
  return line == "RING" ? result(line, format) : line_of(line, format);
}

}  // namespace modembench::serial
