#include "vm/console.hpp"

#include <deque>
#include <fstream>

#include <fmt/format.h>

#include "emulator/trace/printable.hpp"

namespace modembench::vm {

std::string last_lines_of_console(const std::filesystem::path& console) {
  constexpr std::size_t kLines = 12;
  std::deque<std::string> lines;
  std::ifstream file(console);
  for (std::string line; std::getline(file, line);) {
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    lines.push_back(trace::printable(line));
    if (lines.size() > kLines) lines.pop_front();
  }
  std::string text;
  for (const auto& line : lines) text += fmt::format("\n  console: {}", line);
  return text;
}

}  // namespace modembench::vm
