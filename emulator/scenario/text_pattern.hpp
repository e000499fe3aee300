#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace modembench::scenario {

/// A regular expression (ECMAScript without back references) that is searched in what a client says or sends.
/// The time a search takes grows with the text, never exponentially, and its memory isn't the stack.
class TextPattern {
 public:
  static constexpr std::size_t kMaxLength = 1000;       ///< of a pattern, in bytes
  static constexpr std::size_t kMaxSearched = 1 << 20;  ///< 1 MiB; what comes after that isn't searched

  /// The pattern, or what is wrong with it in words.
  [[nodiscard]] static tl::expected<TextPattern, std::string> compile(const std::string& pattern);

  [[nodiscard]] bool is_in(std::string_view text) const;

 private:
  struct Compiled;
  explicit TextPattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace modembench::scenario
