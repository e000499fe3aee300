#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client_under_test/placeholders.hpp"
#include "client_under_test/shell_text.hpp"

namespace modembench::client_under_test {

/// A word of a shell's text.
struct ShellWord {
  static constexpr char kUnknown = '\1';  ///< stands for what the shell will put there
  std::string text;                       ///< the word without its quotes; CutText::kPlace for a value
  std::vector<std::size_t> places;        ///< the indices of the values in it
  bool quoted = false;
};

/// Reads the words of a text as a shell does. Copies the text with the variables that carry values in the values'
/// places, each quoted for where it stands. The class that derives from this one reads commands and so says which words
/// there are; a word can have commands in it, too.
class ShellWordScanner {
 public:
  ShellWordScanner(const ShellWordScanner&) = delete;
  ShellWordScanner& operator=(const ShellWordScanner&) = delete;

 protected:
  enum class Quotes : std::uint8_t { none, single_ones, double_ones, comment };

  /// Forbids values, for that reason, while such an object lives. Of several the outermost counts.
  class Forbidden {
   public:
    Forbidden(ShellWordScanner& scanner, std::string_view why) : scanner_(scanner), before_(scanner.forbidden_) {
      if (before_.empty()) scanner.forbidden_ = why;
    }
    Forbidden(const Forbidden&) = delete;
    Forbidden& operator=(const Forbidden&) = delete;
    ~Forbidden() { scanner_.forbidden_ = before_; }

   private:
    ShellWordScanner& scanner_;
    std::string_view before_;
  };

  explicit ShellWordScanner(const CutText& cut) : cut_(cut), text_(cut.text), end_(cut.text.size()) {}
  virtual ~ShellWordScanner() = default;

  /// Reads commands up to the text's end, or to the ) that ends them.
  virtual void commands(bool nested) = 0;

  [[nodiscard]] bool at_end() const { return at_ >= end_; }
  [[nodiscard]] char here() const { return text_[at_]; }
  [[nodiscard]] char ahead(std::size_t by) const { return at_ + by < end_ ? text_[at_ + by] : ' '; }
  [[nodiscard]] bool stands(std::string_view what) const {
    return text_.substr(at_, std::min(what.size(), end_ - at_)) == what;
  }
  void copy(std::size_t count = 1) {
    for (; count > 0 && !at_end(); --count) out_ += text_[at_++];
  }

  /// Notes why the value at `place` can't stand there.
  void refuse(std::size_t place, std::string_view why);
  /// Notes that the text can't be understood. Only the first such note counts.
  void unsure(std::string_view what);

  /// Takes the value that stands here within such quotes. `word` is the word that it is a part of, or null.
  void place(Quotes quotes, ShellWord* word);
  /// Reads a word, up to what ends it.
  ShellWord word();
  /// Reads one piece of what stands in double quotes, or in a here-document.
  void inner(ShellWord& word);
  /// Reads commands whose output is part of the word. Their values are part of it, too.
  void within(ShellWord& word);

  const CutText& cut_;
  std::string_view text_;
  std::size_t end_;
  std::size_t at_ = 0;
  std::string out_;
  std::size_t next_place_ = 0;
  std::vector<MisplacedValue> misplaced_;

 private:
  void single_quoted(ShellWord& word);
  void double_quoted(ShellWord& word);
  void escaped(ShellWord& word);
  void backticks(ShellWord& word);
  void dollar(ShellWord& word, bool in_double_quotes);
  void arithmetic(ShellWord& word);
  void parameter(ShellWord& word, bool in_double_quotes);
  [[nodiscard]] bool go_deeper();

  std::string_view forbidden_;
  int depth_ = 0;
  bool is_unsure_ = false;
};

}  // namespace modembench::client_under_test
