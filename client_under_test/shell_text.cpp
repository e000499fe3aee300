#include "client_under_test/shell_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "client_under_test/shell_command.hpp"
#include "client_under_test/shell_word_scanner.hpp"
#include "emulator/ascii.hpp"

namespace modembench::client_under_test {
namespace {

struct HereDocument {
  std::string end;
  bool quoted = false;
  bool strips_tabs = false;
};

bool is_reserved(const ShellWord& word) {
  constexpr std::array kWords = std::to_array<std::string_view>(
      {"!", "{", "}", "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "esac", "case"});
  return !word.quoted && std::find(kWords.begin(), kWords.end(), word.text) != kWords.end();
}

bool is_number(const std::string& text) { return !text.empty() && ascii::are_digits(text); }

/// Reads a text as a shell does: its commands, and the here-documents that belong to them.
class CommandScanner final : ShellWordScanner {
 public:
  explicit CommandScanner(const CutText& cut) : ShellWordScanner(cut) {}

  tl::expected<std::string, std::vector<MisplacedValue>> all() {
    commands(false);
    if (!here_documents_.empty()) unsure("a here-document has no end");
    // Whatever was passed over in a text that couldn't be understood.
    if (misplaced_.empty() && next_place_ < cut_.places.size()) unsure("it isn't a shell's");
    if (!misplaced_.empty()) return tl::unexpected(std::move(misplaced_));
    return std::move(out_);
  }

 private:
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
    if (end.text.find(ShellWord::kUnknown) != std::string::npos) unsure("the end of a here-document is a plain word");
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
    ShellWord word;
    if (document.quoted) {
      const Forbidden forbidden(*this, "isn't filled in: the end of the here-document that it is in stands in quotes");
      while (!at_end()) {
        if (here() == CutText::kPlace) {
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

  void judge(ShellCommand::Takes takes, const ShellWord& word) {
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
      if (here() == CutText::kPlace) {
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

  void commands(bool nested) override {
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
      ShellWord unused;
      within(unused);
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

  void take(List& list, const ShellWord& word) {
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

  std::vector<HereDocument> here_documents_;
};

}  // namespace

tl::expected<std::string, std::vector<MisplacedValue>> quote_values(const CutText& cut) {
  return CommandScanner(cut).all();
}

}  // namespace modembench::client_under_test
