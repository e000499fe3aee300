#include "emulator/serial/at_line.hpp"

#include <algorithm>

#include "emulator/ascii.hpp"

namespace modembench::serial {
namespace {

constexpr std::string_view kAny = ".*";

std::string without_spaces(std::string_view text) {
  std::string packed;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c != ' ' || quoted) packed.push_back(c);
  }
  return packed;
}

/// The text as patterns and commands are compared.
std::string canonical(std::string_view text) {
  std::string packed = without_spaces(text);
  std::transform(packed.begin(), packed.end(), packed.begin(), ascii::upper);
  return packed;
}

class Splitter {
 public:
  explicit Splitter(std::string body) : body_(std::move(body)) {}

  std::vector<std::string> split() {
    std::vector<std::string> commands;
    while (at_ < body_.size()) {
      if (body_[at_] == ';') {
        ++at_;
        continue;
      }
      const std::size_t begin = at_;
      skip_command();
      commands.push_back("AT" + body_.substr(begin, at_ - begin));
    }
    return commands;
  }

 private:
  void skip_digits() {
    while (at_ < body_.size() && ascii::is_digit(body_[at_])) ++at_;
  }

  void skip_command() {
    const char first = ascii::upper(body_[at_]);
    if (first == 'D') {  // what is dialled goes to the end of the line
      at_ = body_.size();
    } else if (first == 'S') {
      ++at_;
      skip_digits();
      if (at_ < body_.size() && body_[at_] == '?') {
        ++at_;
      } else if (at_ < body_.size() && body_[at_] == '=') {
        ++at_;
        skip_digits();
      }
    } else if (ascii::is_letter(first) || first == '&') {
      at_ = std::min(at_ + (first == '&' ? 2 : 1), body_.size());
      skip_digits();
      if (at_ < body_.size() && body_[at_] == '?') ++at_;
    } else {
      skip_extended();
    }
  }

  /// V.250's + and manufacturers' ! $ % ^ and the like: up to a semicolon that isn't in quotes.
  void skip_extended() {
    bool quoted = false;
    for (; at_ < body_.size() && (quoted || body_[at_] != ';'); ++at_) {
      if (body_[at_] == '"') quoted = !quoted;
    }
  }

  std::string body_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<std::string>> split_commands(std::string_view line) {
  for (std::size_t at = 0; at + 1 < line.size(); ++at) {
    // Both letters of the same case: V.250, 5.2.1.
    const auto prefix = line.substr(at, 2);
    if (prefix == "AT" || prefix == "at") return Splitter(without_spaces(line.substr(at + 2))).split();
  }
  return std::nullopt;
}

bool has_wildcard(std::string_view pattern) { return pattern.find(kAny) != std::string_view::npos; }

bool fits(std::string_view pattern, std::string_view command) {
  const std::string wanted = canonical(pattern);
  const std::string text = canonical(command);
  std::size_t found = 0;  // how far the command is used up
  for (std::size_t begin = 0, parts = 0;; ++parts) {
    const std::size_t end = wanted.find(kAny, begin);
    const bool last = end == std::string::npos;
    const std::string_view part = std::string_view(wanted).substr(begin, last ? end : end - begin);
    if (last && text.size() - found < part.size()) return false;
    if (last && parts == 0) return text == part;
    if (last) return text.ends_with(part);
    const std::size_t place = parts == 0 ? (text.starts_with(part) ? 0 : std::string::npos) : text.find(part, found);
    if (place == std::string::npos) return false;
    found = place + part.size();
    begin = end + kAny.size();
  }
}

}  // namespace modembench::serial
