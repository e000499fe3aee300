#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace modembench::bench {

/// A regular expression (ECMAScript without back references and look-ahead) that is searched, byte by byte, in what a
/// client says or sends. The time of a search grows with the text, whatever the pattern.
class TextPattern {
 public:
  static constexpr std::size_t kMaxLength = 1000;       ///< bytes of a pattern
  static constexpr std::size_t kMaxRepeats = 1000;      ///< repeats of one part of a pattern, all its { } multiplied
  static constexpr std::size_t kMaxParts = 1500;        ///< characters and choices of a pattern, its { } written out
  static constexpr std::size_t kMaxMemory = 256 << 10;  ///< bytes of memory that matching one pattern uses
  static constexpr std::size_t kMaxSearched = 1 << 20;  ///< 1 MiB of a text are searched; the rest isn't

  /// The pattern; or in words what is wrong with it.
  [[nodiscard]] static tl::expected<TextPattern, std::string> compile(const std::string& pattern);

  [[nodiscard]] bool is_in(std::string_view text) const;
  /// The cost of a search for each byte of text, at the worst.
  [[nodiscard]] std::size_t parts() const;

 private:
  struct Compiled;
  explicit TextPattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

/// What the searches of one run may cost in all, in parts of a pattern times bytes of text: some seconds at the worst.
class SearchBudget {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 30;

  explicit SearchBudget(std::size_t most = kMost) : left_(most) {}
  /// Whether the text has the pattern in it, as TextPattern::is_in says. False, and `spent` from then on, if too little
  /// of the budget is left.
  [[nodiscard]] bool finds(const TextPattern& pattern, std::string_view text);
  [[nodiscard]] bool spent() const { return spent_; }

 private:
  std::size_t left_;
  bool spent_ = false;
};

}  // namespace modembench::bench
