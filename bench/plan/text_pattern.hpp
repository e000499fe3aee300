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
  static constexpr std::size_t kMaxLength = 1000;       ///< of a pattern, in bytes
  static constexpr std::size_t kMaxRepeats = 1000;      ///< of one part of it, all its { } multiplied
  static constexpr std::size_t kMaxParts = 1500;        ///< characters and choices, with its { } written out
  static constexpr std::size_t kMaxMemory = 256 << 10;  ///< bytes that one pattern uses to be matched
  static constexpr std::size_t kMaxSearched = 1 << 20;  ///< 1 MiB; what comes after that isn't searched

  /// The pattern, or what is wrong with it in words.
  [[nodiscard]] static tl::expected<TextPattern, std::string> compile(const std::string& pattern);

  [[nodiscard]] bool is_in(std::string_view text) const;
  /// At the worst a search costs as much as that, times the text's length.
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
  /// As TextPattern::is_in. False, and `spent` from now on, where there is too little left.
  [[nodiscard]] bool finds(const TextPattern& pattern, std::string_view text);
  [[nodiscard]] bool spent() const { return spent_; }

 private:
  std::size_t left_;
  bool spent_ = false;
};

}  // namespace modembench::bench
