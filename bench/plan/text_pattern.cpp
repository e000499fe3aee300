#include "bench/plan/text_pattern.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

namespace modembench::bench {
namespace {

RE2::Options options() {
  RE2::Options made;
  // Serial ports receive bytes; a character that has several is found as well.
  made.set_encoding(RE2::Options::EncodingLatin1);
  made.set_log_errors(false);
  made.set_never_capture(true);
  made.set_max_mem(TextPattern::kMaxMemory);
  return made;
}

std::string too_large() {
  return fmt::format("it has more than {} parts with its {{ }} written out", TextPattern::kMaxParts);
}

/// RE2's own texts are about its parser.
std::string in_words(const RE2& pattern) {
  switch (pattern.error_code()) {
    case RE2::ErrorMissingBracket:
      return "a [ without its ]";
    case RE2::ErrorMissingParen:
    case RE2::ErrorUnexpectedParen:
      return "unbalanced ( )";
    case RE2::ErrorRepeatArgument:
    case RE2::ErrorRepeatOp:
      return "a *, +, ? or { has nothing before it to repeat";
    case RE2::ErrorRepeatSize:
      return fmt::format("{} is no number of times from 0 to {}, or makes more with those around it",
                         pattern.error_arg(), TextPattern::kMaxRepeats);
    case RE2::ErrorBadEscape:
      if (const auto& escape = pattern.error_arg(); escape.size() > 1 && escape[1] >= '1' && escape[1] <= '9') {
        return "back references (\\1) can't be used";
      }
      return "a \\ before a character that it gives no meaning";
    case RE2::ErrorTrailingBackslash:
      return "a \\ at its end";
    case RE2::ErrorBadCharRange:
    case RE2::ErrorBadCharClass:
      return fmt::format("{} is no range or class of characters", pattern.error_arg());
    case RE2::ErrorBadPerlOp:
    case RE2::ErrorBadNamedCapture:
      return fmt::format("look-ahead, look-behind and names ({}) can't be used", pattern.error_arg());
    default:
      return too_large();
  }
}

/// What ECMAScript means by a dot (no line end: neither \n nor \r), by [^] (anything) and [] (nothing), in RE2's words.
std::string in_words_of_re2(std::string_view pattern) {
  std::string made;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      made += c;
      made += pattern[++i];
      continue;
    }
    if (c == '.' && !in_class) {
      made += "[^\\r\\n]";
      continue;
    }
    if (const auto rest = pattern.substr(i); !in_class && rest.starts_with("[^]")) {
      made += "[\\x00-\\xff]";
      i += 2;
      continue;
    }
    if (!in_class && pattern.substr(i).starts_with("[]")) {
      made += "[^\\x00-\\xff]";
      i += 1;
      continue;
    }
    if (in_class && pattern.substr(i).starts_with("[:")) {
      const std::size_t end = std::min(pattern.find(":]", i), pattern.size() - 2) + 1;
      made += pattern.substr(i, end + 1 - i);
      i = end;
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    made += c;
  }
  return made;
}

}  // namespace

struct TextPattern::Compiled {
  explicit Compiled(const std::string& pattern) : re2(pattern, options()) {}
  RE2 re2;
};

tl::expected<TextPattern, std::string> TextPattern::compile(const std::string& pattern) {
  if (pattern.empty()) return tl::unexpected(std::string("an empty pattern would be found in everything"));
  if (pattern.size() > kMaxLength) {
    return tl::unexpected(fmt::format("a pattern has at most {} bytes, this has {}", kMaxLength, pattern.size()));
  }
  const auto compiled = std::make_shared<const Compiled>(in_words_of_re2(pattern));
  const auto refused = [](const std::string& why) {
    return tl::unexpected(fmt::format("no regular expression: {}", why));
  };
  if (!compiled->re2.ok()) return refused(in_words(compiled->re2));
  if (compiled->re2.ProgramSize() > static_cast<int>(kMaxParts)) return refused(too_large());
  return TextPattern(compiled);
}

bool TextPattern::is_in(std::string_view text) const {
  text = text.substr(0, kMaxSearched);
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->re2);
}

std::size_t TextPattern::parts() const { return static_cast<std::size_t>(compiled_->re2.ProgramSize()); }

bool SearchBudget::finds(const TextPattern& pattern, std::string_view text) {
  const std::size_t cost = pattern.parts() * std::min(text.size(), TextPattern::kMaxSearched);
  if (spent_ || cost > left_) {
    spent_ = true;
    return false;
  }
  left_ -= cost;
  return pattern.is_in(text);
}

}  // namespace modembench::bench
