#include "client_under_test/shell_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "client_under_test/shell_command.hpp"

namespace modembench::client_under_test {
namespace {

constexpr char kPlace = CutText::kPlace;
constexpr char kUnknown = '\1';  // in a word, for what the shell will put there
constexpr int kMaxDepth = 50;    // of commands within commands

enum class Quotes : std::uint8_t { none, single_ones, double_ones, comment };

struct Word {
  std::string text;  // its quotes gone
  std::vector<std::size_t> places;
  bool quoted = false;
};

struct HereDocument {
  std::string end;
  bool quoted = false;
  bool strips_tabs = false;
};

bool is_reserved(const Word& word) {
  constexpr std::array kWords = std::to_array<std::string_view>(
      {"!", "{", "}", "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "esac", "case"});
  return !word.quoted && std::find(kWords.begin(), kWords.end(), word.text) != kWords.end();
}

bool ends_word(char c) { return std::string_view(" \t\n;&|<>()").find(c) != std::string_view::npos; }

bool is_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Reads a text as a shell does, copying it, the variables in their places.
class Scanner {
 public:
  explicit Scanner(const CutText& cut) : cut_(cut), text_(cut.text), end_(cut.text.size()) {}

  tl::expected<std::string, std::vector<MisplacedValue>> all() {
    commands(false);
    if (!here_documents_.empty()) unsure("a here-document has no end");
    // Whatever was passed over in a text that couldn't be understood.
    if (misplaced_.empty() && next_place_ < cut_.places.size()) unsure("it isn't a shell's");
    if (!misplaced_.empty()) return tl::unexpected(std::move(misplaced_));
    return std::move(out_);
  }

 private:
  // --- the text

  [[nodiscard]] bool at_end() const { return at_ >= end_; }
  [[nodiscard]] char here() const { return text_[at_]; }
  [[nodiscard]] char ahead(std::size_t by) const { return at_ + by < end_ ? text_[at_ + by] : ' '; }
  [[nodiscard]] bool stands(std::string_view what) const {
    return text_.substr(at_, std::min(what.size(), end_ - at_)) == what;
  }
  void copy(std::size_t count = 1) {
    for (; count > 0 && !at_end(); --count) out_ += text_[at_++];
  }

  // --- mistakes

  void refuse(std::size_t place, std::string_view why) {
    const bool told = std::any_of(misplaced_.begin(), misplaced_.end(),
                                  [&](const MisplacedValue& misplaced) { return misplaced.place == place; });
    if (told) return;
    const auto& of = cut_.places[place];
    const auto who = of.filled ? std::string("the value of a variable") : fmt::format("{{{}}}", of.name);
    misplaced_.push_back({place, fmt::format("{} {}", who, why)});
  }
  /// Of a text that can't be understood one thing is told.
  void unsure(std::string_view what) {
    if (cut_.places.empty() || is_unsure_) return;
    is_unsure_ = true;
    refuse(std::min(next_place_, cut_.places.size() - 1), fmt::format("can't be quoted for where it stands: {}", what));
  }

  // --- places

  void place(Quotes quotes, Word* word) {
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
      word->text += kPlace;
      word->places.push_back(number);
    }
  }

  /// Until it is left, no value may stand there.
  class Forbidden {
   public:
    Forbidden(Scanner& scanner, std::string_view why) : scanner_(scanner), before_(scanner.forbidden_) {
      if (before_.empty()) scanner.forbidden_ = why;
    }
    Forbidden(const Forbidden&) = delete;
    Forbidden& operator=(const Forbidden&) = delete;
    ~Forbidden() { scanner_.forbidden_ = before_; }

   private:
    Scanner& scanner_;
    std::string_view before_;
  };

  // --- words

  void single_quoted(Word& word) {
    word.quoted = true;
    copy();
    while (!at_end() && here() != '\'') {
      if (here() == kPlace) {
        place(Quotes::single_ones, &word);
      } else {
        word.text += here();
        copy();
      }
    }
    if (at_end()) unsure("a ' isn't closed");
    copy();
  }

  void escaped(Word& word) {
    word.quoted = true;
    copy();
    if (at_end()) return;
    if (here() == kPlace) {
      refuse(next_place_, "stands behind a backslash: it is quoted without");
      place(Quotes::none, &word);
      return;
    }
    if (here() != '\n') word.text += here();
    copy();
  }

  void double_quoted(Word& word) {
    word.quoted = true;
    copy();
    while (!at_end() && here() != '"') inner(word);
    if (at_end()) unsure("a \" isn't closed");
    copy();
  }

  /// One piece of what stands in double quotes, or in a here-document.
  void inner(Word& word) {
    if (here() == '\\') return escaped(word);
    if (here() == '$') return dollar(word, true);
    if (here() == '`') return backticks(word);
    if (here() == kPlace) return place(Quotes::double_ones, &word);
    word.text += here();
    copy();
  }

  void backticks(Word& word) {
    const Forbidden forbidden(*this, "can't stand within backticks: write $(…) instead");
    word.text += kUnknown;
    copy();
    while (!at_end() && here() != '`') {
      if (here() == '\\' && ahead(1) != kPlace) copy();
      if (at_end()) break;
      if (here() == kPlace) {
        place(Quotes::none, &word);
      } else {
        copy();
      }
    }
    if (at_end()) unsure("a ` isn't closed");
    copy();
  }

  void dollar(Word& word, bool in_double_quotes) {
    const char next = ahead(1);
    word.text += kUnknown;
    if (next == '(' && ahead(2) == '(') return arithmetic(word);
    if (next == '(') {
      copy(2);
      return within(word, [&] { commands(true); });
    }
    if (next == '{') return parameter(word, in_double_quotes);
    if (next == '\'' && !in_double_quotes) unsure("not every sh knows $'…'");
    if (next == kPlace && at_ + 1 < end_) refuse(next_place_, "stands behind a '$'");
    copy();
  }

  /// Commands whose output is part of the word: their values are, too.
  template <class Read>
  void within(Word& word, Read read) {
    const std::size_t first = next_place_;
    if (++depth_ > kMaxDepth) {
      unsure("commands stand too deep in one another");
      at_ = end_;
    } else {
      read();
    }
    --depth_;
    for (std::size_t i = first; i < next_place_; ++i) {
      word.text += kPlace;
      word.places.push_back(i);
    }
  }

  void arithmetic(Word& word) {
    const Forbidden forbidden(
        *this, "can't stand in arithmetic, which would compute it: give it to a variable, and look what it is");
    copy(3);
    for (int open = 2; open > 0;) {
      if (at_end()) return unsure("a $(( isn't closed");
      if (here() == '(') ++open;
      if (here() == ')') --open;
      if (open == 0 && text_[at_ - 1] != ')') unsure("$(( is arithmetic: a command in it needs a blank, $( (");
      if (here() == '$' || here() == '`' || here() == kPlace || here() == '\\') {
        inner(word);
      } else {
        copy();
      }
    }
  }

  void parameter(Word& word, bool in_double_quotes) {
    const Forbidden forbidden(*this, "can't stand within ${…}: give it to a variable before");
    if (++depth_ > kMaxDepth) {
      unsure("commands stand too deep in one another");
      at_ = end_;
    }
    copy(2);
    std::size_t name = 0;
    while (at_ + name < end_ && (std::isalnum(static_cast<unsigned char>(ahead(name))) != 0 || ahead(name) == '_'))
      ++name;
    copy(name);
    if (name == 0 && !at_end() && std::string_view("#!?$@*-").find(here()) != std::string_view::npos) copy();
    // In double quotes a ' is one of its own kind only in a pattern.
    const bool quotes_count = !in_double_quotes || (!at_end() && (here() == '#' || here() == '%'));
    Word inside;
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
      word.text += kPlace;
      word.places.push_back(number);
    }
  }

  Word word() {
    Word word;
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
      } else if (here() == kPlace) {
        place(Quotes::none, &word);
      } else {
        word.text += here();
        copy();
      }
    }
    return word;
  }

  // --- here-documents

  void begin_here_document() {
    HereDocument document;
    copy(2);
    if (!at_end() && here() == '-') {
      document.strips_tabs = true;
      copy();
    }
    while (!at_end() && (here() == ' ' || here() == '\t')) copy();
    const auto end = word();
    for (const auto place : end.places) refuse(place, "can't be the end of a here-document");
    if (end.text.find(kUnknown) != std::string::npos) unsure("the end of a here-document is a plain word");
    document.end = end.text;
    document.quoted = end.quoted;
    here_documents_.push_back(std::move(document));
  }

  /// Where the line ends that is looked at.
  [[nodiscard]] std::size_t line_end(std::size_t from) const { return std::min(text_.find('\n', from), end_); }

  /// The lines of a document, the line that ends it included.
  void here_document(const HereDocument& document) {
    std::size_t body_end = at_;
    for (;; body_end = line_end(body_end) + 1) {
      if (body_end >= end_) {
        unsure(fmt::format("there is no {} that ends a here-document", document.end));
        break;
      }
      auto line = text_.substr(body_end, line_end(body_end) - body_end);
      while (document.strips_tabs && line.starts_with('\t')) line.remove_prefix(1);
      if (line == document.end) break;
    }
    body_end = std::min(body_end, end_);
    if (!document.quoted && body_end >= 2 && text_.substr(body_end - 2, 2) == "\\\n") {
      unsure("a backslash before the end of a here-document");
    }
    const auto whole = std::exchange(end_, body_end);
    Word word;
    if (document.quoted) {
      const Forbidden forbidden(*this, "isn't filled in: the end of the here-document that it is in stands in quotes");
      while (!at_end()) {
        if (here() == kPlace) {
          place(Quotes::none, nullptr);
        } else {
          copy();
        }
      }
    } else {
      while (!at_end()) inner(word);
    }
    end_ = whole;
    copy(line_end(at_) - at_);
  }

  void newline(std::size_t outer_documents) {
    copy();
    if (outer_documents > 0 && !here_documents_.empty()) unsure("a here-document begins before the line's $( ends");
    const auto documents = std::exchange(here_documents_, {});
    for (const auto& document : documents) {
      here_document(document);
      if (!at_end()) copy();
    }
  }

  // --- commands

  void judge(ShellCommand::Takes takes, const Word& word) {
    using Takes = ShellCommand::Takes;
    for (const auto number : word.places) {
      const auto& of = cut_.places[number];
      const bool benchs_own = !of.filled && (of.name == "modembench" || of.name == "folder");
      if (takes == Takes::command && !benchs_own)
        refuse(number, "can't be the name of a command: a value is no command");
      if (takes == Takes::code) {
        refuse(number, "stands in what is read as a program once more: pass it as an argument, or as $" +
                           std::string(kValuePrefix) + of.name + " in single quotes");
      }
      if (takes == Takes::name) refuse(number, "can't be the name of a variable");
    }
  }

  void comment() {
    while (!at_end() && here() != '\n') {
      if (here() == kPlace) {
        place(Quotes::comment, nullptr);
      } else {
        copy();
      }
    }
  }

  /// What is being read of a list of commands.
  struct List {
    enum class Awaits : std::uint8_t { words, redirect_target, case_subject, case_in };
    enum class Case : std::uint8_t { pattern, body };

    bool nested = false;  // it ends with a )
    bool at_command = true;
    ShellCommand command;
    Awaits awaits = Awaits::words;
    std::vector<Case> cases;
    std::size_t outer_documents = 0;

    [[nodiscard]] bool in_pattern() const { return !cases.empty() && cases.back() == Case::pattern; }
    void next_command() {
      at_command = true;
      command = ShellCommand();
    }
  };

  void commands(bool nested) {
    List list;
    list.nested = nested;
    list.outer_documents = here_documents_.size();
    while (!at_end()) {
      const char c = here();
      if (c == ' ' || c == '\t') {
        copy();
      } else if (c == '\\' && ahead(1) == '\n') {
        copy(2);
      } else if (c == '\n') {
        newline(list.outer_documents);
        list.next_command();
      } else if (c == '#') {
        comment();
      } else if (c == ';' || c == '&' || c == '|') {
        separator(list);
      } else if (c == '(') {
        opens(list);
      } else if (c == ')') {
        if (closes(list)) return;
      } else if (c == '<' || c == '>') {
        redirection(list);
      } else {
        take(list, word());
      }
    }
    if (nested) unsure("a ( isn't closed");
    if (!list.cases.empty()) unsure("a case has no esac");
  }

  void separator(List& list) {
    if ((stands(";;") || stands(";&")) && !list.cases.empty()) {
      list.cases.back() = List::Case::pattern;
      copy();
    }
    copy();
    list.next_command();
  }

  void opens(List& list) {
    if (list.in_pattern()) return copy();
    if (list.at_command) {
      // Arithmetic to some shells.
      const bool doubled = stands("((");
      const Forbidden forbidden(*this, doubled ? "can't stand within ((…))" : "");
      copy();
      Word unused;
      within(unused, [&] { commands(true); });
      list.at_command = false;
      return;
    }
    if (list.command.words() != 1) unsure("no ( belongs there");
    // name () { …
    copy();
    while (!at_end() && (here() == ' ' || here() == '\t')) copy();
    if (at_end() || here() != ')') return unsure("no ( belongs there");
    copy();
    list.next_command();
  }

  /// True where the whole list is over.
  bool closes(List& list) {
    copy();
    if (list.in_pattern()) {
      list.cases.back() = List::Case::body;
      list.next_command();
      return false;
    }
    if (list.nested && list.cases.empty()) {
      if (here_documents_.size() != list.outer_documents) unsure("a here-document has no end");
      return true;
    }
    unsure("a ) closes nothing");
    return false;
  }

  void redirection(List& list) {
    if (stands("<<<") || stands("<(") || stands(">(")) unsure("not every sh knows <<<, <( and >(");
    if (stands("<<") && !stands("<<<")) return begin_here_document();
    copy();
    while (!at_end() && (here() == '<' || here() == '>' || here() == '&' || here() == '|')) copy();
    list.awaits = List::Awaits::redirect_target;
  }

  void take(List& list, const Word& word) {
    using Awaits = List::Awaits;
    if (is_number(word.text) && !word.quoted && !at_end() && (here() == '<' || here() == '>')) return;
    const auto awaits = std::exchange(list.awaits, Awaits::words);
    if (awaits == Awaits::redirect_target) return;
    if (awaits == Awaits::case_subject) {
      list.awaits = Awaits::case_in;
      return;
    }
    if (awaits == Awaits::case_in) {
      if (word.text != "in") unsure("a case has no in");
      list.cases.push_back(List::Case::pattern);
      return;
    }
    const bool is_end_of_case = !word.quoted && word.text == "esac" && !list.cases.empty();
    if (is_end_of_case && (list.in_pattern() || list.at_command)) {
      list.cases.pop_back();
      return list.next_command();
    }
    if (list.in_pattern()) return;
    if (list.at_command) {
      if (is_reserved(word)) {
        if (word.text == "case") list.awaits = Awaits::case_subject;
        return;
      }
      if (ShellCommand::is_assignment(word.text)) {
        if (!at_end() && here() == '(') unsure("not every sh knows NAME=(…)");
        return;
      }
      list.at_command = false;
    }
    judge(list.command.take(word.text), word);
  }

  const CutText& cut_;
  std::string_view text_;
  std::size_t end_;
  std::size_t at_ = 0;
  std::string out_;
  std::size_t next_place_ = 0;
  std::string_view forbidden_;
  std::vector<HereDocument> here_documents_;
  std::vector<MisplacedValue> misplaced_;
  int depth_ = 0;
  bool is_unsure_ = false;
};

}  // namespace

tl::expected<std::string, std::vector<MisplacedValue>> quote_values(const CutText& cut) { return Scanner(cut).all(); }

}  // namespace modembench::client_under_test
