#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace modembench::client_under_test {

/// One simple command of a shell, word by word: what it takes each for, as far as its name tells. Whatever runs its
/// words once more (eval, `sh -c`, awk) is to get no value among them; a program or function that isn't known by name
/// takes its words as they are.
class ShellCommand {
 public:
  enum class Takes : std::uint8_t {
    data,     ///< a value may be what it likes
    command,  ///< as the name of what is run, or of a file that is
    code,     ///< reads it as a program
    name,     ///< sets the variable of that name
  };

  /// The next word, its quotes gone, with CutText::kPlace where a value stands. The first is the command itself.
  [[nodiscard]] Takes take(std::string_view word);
  [[nodiscard]] int words() const { return words_; }
  /// Whether the code that it takes is for a shell.
  [[nodiscard]] bool code_is_a_shells() const;

  /// "NAME=…", the name before any value.
  [[nodiscard]] static bool is_assignment(std::string_view word);

  struct Tool;

 private:
  [[nodiscard]] Takes take_option(std::string_view word);
  [[nodiscard]] Takes take_operand(std::string_view word);

  const Tool* tool_ = nullptr;
  int words_ = 0;
  int operands_ = 0;
  bool options_over_ = false;
  bool code_given_ = false;
  bool argument_next_ = false;  ///< of the option before
  Takes argument_ = Takes::data;
};

/// Whether a program of that path or name is a shell ("/bin/sh", "bash").
[[nodiscard]] bool is_shell(std::string_view program);

}  // namespace modembench::client_under_test
