#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace modembench::client_under_test {

/// Makes lines of what a process prints, fit to be shown anywhere: as trace::printable() has it, tabs kept; carriage
/// returns at a line's end go.
class ProcessLines {
 public:
  /// Bytes of a line as printed; a longer one becomes several, none cut within a character.
  explicit ProcessLines(std::size_t max_line) : max_line_(max_line) {}

  /// The lines that `bytes` complete.
  [[nodiscard]] std::vector<std::string> take(std::string_view bytes);
  /// What came after the last line's end, if anything did.
  [[nodiscard]] std::vector<std::string> take_rest();

 private:
  void cut_long(std::vector<std::string>& lines);

  std::size_t max_line_;
  std::string begun_;
};

}  // namespace modembench::client_under_test
