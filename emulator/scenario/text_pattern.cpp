#include "emulator/scenario/text_pattern.hpp"

#include <regex>

#include <fmt/format.h>

namespace modembench::scenario {
namespace {

/// std::regex_error's own texts name its enumerators.
std::string_view in_words(std::regex_constants::error_type code) {
  namespace rc = std::regex_constants;
  if (code == rc::error_brack) return "a [ without its ]";
  if (code == rc::error_paren) return "unbalanced ( ), or nothing before a * + or ?";
  if (code == rc::error_brace || code == rc::error_badbrace) return "what stands in { } is no number of times";
  if (code == rc::error_badrepeat) return "a *, +, ? or { has nothing before it to repeat";
  if (code == rc::error_escape) return "a \\ before a character that it gives no meaning";
  if (code == rc::error_range) return "a range in [ ] that runs backwards";
  if (code == rc::error_ctype) return "no such class of characters in [: :]";
  if (code == rc::error_backref || code == rc::error_complexity) return "back references (\\1) can't be used";
  return "it is too large";
}

}  // namespace

struct TextPattern::Compiled {
  std::regex regex;
};

tl::expected<TextPattern, std::string> TextPattern::compile(const std::string& pattern) {
  if (pattern.empty()) return tl::unexpected(std::string("an empty pattern would be found in everything"));
  if (pattern.size() > kMaxLength) {
    return tl::unexpected(fmt::format("a pattern has at most {} bytes, this has {}", kMaxLength, pattern.size()));
  }
  try {
    // Libstdc++'s other way of matching recurses with each character and can take exponential time.
    constexpr auto kFlags = std::regex::ECMAScript | std::regex::nosubs | std::regex_constants::__polynomial;
    // By itself, so that it can't be right only together with what follows.
    static_cast<void>(std::regex(pattern, kFlags));
    // Searching would begin anew at each character; this goes over the text once.
    return TextPattern(std::make_shared<const Compiled>(Compiled{std::regex("[^]*(?:" + pattern + ")", kFlags)}));
  } catch (const std::regex_error& error) {
    return tl::unexpected(fmt::format("no regular expression: {}", in_words(error.code())));
  }
}

bool TextPattern::is_in(std::string_view text) const {
  text = text.substr(0, kMaxSearched);
  return std::regex_search(text.begin(), text.end(), compiled_->regex, std::regex_constants::match_continuous);
}

}  // namespace modembench::scenario
