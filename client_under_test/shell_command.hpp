#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace modembench::client_under_test {

/// One simple command of a shell, taken word by word. The command's name tells, as far as it can, what each word is
/// taken for. A program that runs its words once more (eval, `sh -c`, awk) must get no value among them; a program or
/// function that isn't known by name takes its words as they are.
class ShellCommand {
 public:
  enum class Takes : std::uint8_t {
    data,     ///< a value may be what it likes
    command,  ///< the name of what is run, or of a file that is run
    code,     ///< the word is read as a program
    name,     ///< the word names a variable that is set
  };

  /// Takes the next word, the first being the command itself. Its quotes are gone, and CutText::kPlace stands where a
  /// value does.
  [[nodiscard]] Takes take(std::string_view word);
  [[nodiscard]] int words() const { return words_; }
  /// Whether the code that the command takes is for a shell.
  [[nodiscard]] bool code_is_a_shells() const;

  /// Whether a word is an assignment, "NAME=…", with no value within the name.
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
  bool argument_next_ = false;  ///< the next word is the argument of the option before it
  Takes argument_ = Takes::data;
};

/// Whether a program of that path or name is a shell ("/bin/sh", "bash").
[[nodiscard]] bool is_shell(std::string_view program);

}  // namespace modembench::client_under_test
