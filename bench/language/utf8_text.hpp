#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/mistake.hpp"

namespace modembench::bench {

/// The first place where `text` is no UTF-8 or has a character that no text file has; nothing if all is well.
[[nodiscard]] std::optional<Mistake> find_bad_character(std::string_view text, const std::string& file);

/// Tells columns in characters from columns in bytes.
class Columns {
 public:
  explicit Columns(std::string_view text);

  /// The column in characters of byte `offset` of the text, which is byte `column` of its line; both from 0.
  [[nodiscard]] int in_characters(std::size_t offset, std::size_t column) const;

 private:
  std::vector<std::size_t> inner_bytes_;  ///< how many bytes before each offset don't begin a character; empty: none
};

}  // namespace modembench::bench
