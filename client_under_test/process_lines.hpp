#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace modembench::client_under_test {

/// Makes lines of what a process prints, fit to be shown anywhere: as trace::printable() has them, with tabs kept.
/// Carriage returns at a line's end go.
class ProcessLines {
 public:
  /// `max_line` is the number of bytes of a line as printed. A longer line becomes several, none cut within a
  /// character.
  explicit ProcessLines(std::size_t max_line) : max_line_(max_line) {}

  /// Takes bytes as they come. Returns the lines that they complete.
  [[nodiscard]] std::vector<std::string> take(std::string_view bytes);
  /// Takes what came after the last line's end, if anything did.
  [[nodiscard]] std::vector<std::string> take_rest();

 private:
  void cut_long(std::vector<std::string>& lines);

  std::size_t max_line_;
  std::string begun_;
};

}  // namespace modembench::client_under_test
