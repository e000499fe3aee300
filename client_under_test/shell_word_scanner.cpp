#include "client_under_test/shell_word_scanner.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace modembench::client_under_test {
namespace {

constexpr int kMaxDepth = 50;  // of commands within commands

bool ends_word(char c) { return std::string_view(" \t\n;&|<>()").find(c) != std::string_view::npos; }

}  // namespace

void ShellWordScanner::refuse(std::size_t place, std::string_view why) {
  const bool told = std::any_of(misplaced_.begin(), misplaced_.end(),
                                [&](const MisplacedValue& misplaced) { return misplaced.place == place; });
  if (told) return;
  const auto& of = cut_.places[place];
  const auto who = of.filled ? std::string("the value of a variable") : fmt::format("{{{}}}", of.name);
  misplaced_.push_back({place, fmt::format("{} {}", who, why)});
}

void ShellWordScanner::unsure(std::string_view what) {
  if (cut_.places.empty() || is_unsure_) return;
  is_unsure_ = true;
  refuse(std::min(next_place_, cut_.places.size() - 1), fmt::format("can't be quoted for where it stands: {}", what));
}

void ShellWordScanner::place(Quotes quotes, ShellWord* word) {
  const std::size_t number = next_place_++;
  ++at_;
  const auto& of = cut_.places[number];
  if (quotes == Quotes::comment) {
    if (!of.filled) out_ += fmt::format("{{{}}}", of.name);
    return;
  }
  if (!forbidden_.empty()) refuse(number, forbidden_);
  const auto variable = fmt::format("${{{}{}}}", kValuePrefix, of.name);
  const bool is_list = of.name == "open_flag" && !of.filled;
  if (quotes == Quotes::single_ones) out_ += fmt::format("'\"{}\"'", variable);
  if (quotes == Quotes::double_ones) out_ += variable;
  if (quotes == Quotes::none) out_ += is_list ? variable : fmt::format("\"{}\"", variable);
  if (word != nullptr) {
    word->text += CutText::kPlace;
    word->places.push_back(number);
  }
}

void ShellWordScanner::single_quoted(ShellWord& word) {
  word.quoted = true;
  copy();
  while (!at_end() && here() != '\'') {
    if (here() == CutText::kPlace) {
      place(Quotes::single_ones, &word);
    } else {
      word.text += here();
      copy();
    }
  }
  if (at_end()) unsure("a ' isn't closed");
  copy();
}

void ShellWordScanner::escaped(ShellWord& word) {
  word.quoted = true;
  copy();
  if (at_end()) return;
  if (here() == CutText::kPlace) {
    refuse(next_place_, "stands behind a backslash: it is quoted without");
    place(Quotes::none, &word);
    return;
  }
  if (here() != '\n') word.text += here();
  copy();
}

void ShellWordScanner::double_quoted(ShellWord& word) {
  word.quoted = true;
  copy();
  while (!at_end() && here() != '"') inner(word);
  if (at_end()) unsure("a \" isn't closed");
  copy();
}

void ShellWordScanner::inner(ShellWord& word) {
  if (here() == '\\') return escaped(word);
  if (here() == '$') return dollar(word, true);
  if (here() == '`') return backticks(word);
  if (here() == CutText::kPlace) return place(Quotes::double_ones, &word);
  word.text += here();
  copy();
}

void ShellWordScanner::backticks(ShellWord& word) {
  const Forbidden forbidden(*this, "can't stand within backticks: write $(…) instead");
  word.text += ShellWord::kUnknown;
  copy();
  while (!at_end() && here() != '`') {
    if (here() == '\\' && ahead(1) != CutText::kPlace) copy();
    if (at_end()) break;
    if (here() == CutText::kPlace) {
      place(Quotes::none, &word);
    } else {
      copy();
    }
  }
  if (at_end()) unsure("a ` isn't closed");
  copy();
}

void ShellWordScanner::dollar(ShellWord& word, bool in_double_quotes) {
  const char next = ahead(1);
  word.text += ShellWord::kUnknown;
  if (next == '(' && ahead(2) == '(') return arithmetic(word);
  if (next == '(') {
    copy(2);
    return within(word);
  }
  if (next == '{') return parameter(word, in_double_quotes);
  if (next == '\'' && !in_double_quotes) unsure("not every sh knows $'…'");
  if (next == CutText::kPlace && at_ + 1 < end_) refuse(next_place_, "stands behind a '$'");
  copy();
}

/// False, and the text is over, where that is too deep; left by --depth_ in any case.
bool ShellWordScanner::go_deeper() {
  if (++depth_ <= kMaxDepth) return true;
  unsure("commands stand too deep in one another");
  at_ = end_;
  return false;
}

void ShellWordScanner::within(ShellWord& word) {
  const std::size_t first = next_place_;
  if (go_deeper()) commands(true);
  --depth_;
  for (std::size_t i = first; i < next_place_; ++i) {
    word.text += CutText::kPlace;
    word.places.push_back(i);
  }
}

void ShellWordScanner::arithmetic(ShellWord& word) {
  const Forbidden forbidden(
      *this, "can't stand in arithmetic, which would compute it: give it to a variable, and look what it is");
  copy(3);
  for (int open = 2; open > 0;) {
    if (at_end()) return unsure("a $(( isn't closed");
    if (here() == '(') ++open;
    if (here() == ')') --open;
    if (open == 0 && text_[at_ - 1] != ')') unsure("$(( is arithmetic: a command in it needs a blank, $( (");
    if (here() == '$' || here() == '`' || here() == CutText::kPlace || here() == '\\') {
      inner(word);
    } else {
      copy();
    }
  }
}

void ShellWordScanner::parameter(ShellWord& word, bool in_double_quotes) {
  const Forbidden forbidden(*this, "can't stand within ${…}: give it to a variable before");
  static_cast<void>(go_deeper());
  copy(2);
  std::size_t name = 0;
  while (at_ + name < end_ && (std::isalnum(static_cast<unsigned char>(ahead(name))) != 0 || ahead(name) == '_'))
    ++name;
  copy(name);
  if (name == 0 && !at_end() && std::string_view("#!?$@*-").find(here()) != std::string_view::npos) copy();
  // In double quotes a ' is one of its own kind only in a pattern.
  const bool quotes_count = !in_double_quotes || (!at_end() && (here() == '#' || here() == '%'));
  ShellWord inside;
  while (!at_end() && here() != '}') {
    if (here() == '\'' && quotes_count) {
      single_quoted(inside);
    } else if (here() == '"') {
      double_quoted(inside);
    } else {
      inner(inside);
    }
  }
  if (at_end()) unsure("a ${ isn't closed");
  copy();
  --depth_;
  for (const auto number : inside.places) {
    word.text += CutText::kPlace;
    word.places.push_back(number);
  }
}

ShellWord ShellWordScanner::word() {
  ShellWord word;
  while (!at_end() && !ends_word(here())) {
    if (here() == '\\') {
      escaped(word);
    } else if (here() == '\'') {
      single_quoted(word);
    } else if (here() == '"') {
      double_quoted(word);
    } else if (here() == '$') {
      dollar(word, false);
    } else if (here() == '`') {
      backticks(word);
    } else if (here() == CutText::kPlace) {
      place(Quotes::none, &word);
    } else {
      word.text += here();
      copy();
    }
  }
  return word;
}

}  // namespace modembench::client_under_test
