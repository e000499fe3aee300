#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/mistake.hpp"

namespace modembench::bench {

/// The mistake at the first place where `text` is no UTF-8 or has a character that no text file has; nothing if there
/// is none. `file` is the name of the file in the mistake.
[[nodiscard]] std::optional<Mistake> find_bad_character(std::string_view text, const std::string& file);

/// Turns columns in bytes of a text into columns in characters.
class Columns {
 public:
  explicit Columns(std::string_view text);

  /// The column in characters of a byte that is number `offset` of the text and number `column` of its line; all three
  /// count from 0.
  [[nodiscard]] int in_characters(std::size_t offset, std::size_t column) const;

 private:
  /// How many bytes before each offset don't begin a character; empty if all bytes do.
  std::vector<std::size_t> inner_bytes_;
};

}  // namespace modembench::bench
