#include "client_under_test/shell_command.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "client_under_test/placeholders.hpp"

namespace modembench::client_under_test {

enum class Does : std::uint8_t {
  runs_rest,       // its operands from some on are a command
  evaluates,       // all its words are code
  runs_file,       // its first operand is run
  runs_code,       // its first operand is code, unless an option has it
  sets_variables,  // its words are names
  assigns,         // its words are NAME=VALUE
  names_first,     // its first word is a name
  names_after_v,   // so is what stands behind -v
  dials,           // some of its words are followed by a shell's code
};

struct ShellCommand::Tool {
  std::string_view name;
  Does does;
  std::string_view with_argument{};  ///< letters of options that have one
  std::string_view with_code{};      ///< letters of options whose argument is code
  int operands = 0;                  ///< of runs_rest: before the command
};

namespace {

constexpr std::array kTools = std::to_array<ShellCommand::Tool>({
    {"exec", Does::runs_rest, "a"},
    {"command", Does::runs_rest},
    {"builtin", Does::runs_rest},
    {"nohup", Does::runs_rest},
    {"setsid", Does::runs_rest},
    {"time", Does::runs_rest, "fo"},
    {"busybox", Does::runs_rest},
    {"env", Does::runs_rest, "uC", "S"},
    {"nice", Does::runs_rest, "n"},
    {"stdbuf", Does::runs_rest, "ioe"},
    {"sudo", Does::runs_rest, "ugCDhpRrtTU"},
    {"xargs", Does::runs_rest, "adEILnPs"},
    {"timeout", Does::runs_rest, "sk", "", 1},
    {"chroot", Does::runs_rest, "", "", 1},
    {"eval", Does::evaluates},
    {"trap", Does::evaluates},
    {"alias", Does::evaluates},
    {"[[", Does::evaluates},
    {"let", Does::evaluates},
    {"ssh", Does::evaluates},
    {"su", Does::evaluates},
    {"watch", Does::evaluates},
    {"script", Does::evaluates},
    {".", Does::runs_file},
    {"source", Does::runs_file},
    {"sh", Does::runs_file, "oO", "c"},
    {"bash", Does::runs_file, "oO", "c"},
    {"dash", Does::runs_file, "o", "c"},
    {"ash", Does::runs_file, "o", "c"},
    {"ksh", Does::runs_file, "o", "c"},
    {"mksh", Does::runs_file, "o", "c"},
    {"zsh", Does::runs_file, "o", "c"},
    {"perl", Does::runs_file, "", "eE"},
    {"python", Does::runs_file, "WX", "c"},
    {"python3", Does::runs_file, "WX", "c"},
    {"ruby", Does::runs_file, "", "e"},
    {"lua", Does::runs_file, "", "e"},
    {"node", Does::runs_file, "r", "ep"},
    {"php", Does::runs_file, "", "r"},
    {"expect", Does::runs_file, "", "c"},
    {"awk", Does::runs_code, "vFf", "e"},
    {"gawk", Does::runs_code, "vFf", "e"},
    {"mawk", Does::runs_code, "vFf", "e"},
    {"sed", Does::runs_code, "fl", "e"},
    {"read", Does::sets_variables},
    {"unset", Does::sets_variables},
    {"getopts", Does::sets_variables},
    {"export", Does::assigns},
    {"readonly", Does::assigns},
    {"local", Does::assigns},
    {"typeset", Does::assigns},
    {"declare", Does::assigns},
    {"for", Does::names_first},
    {"test", Does::names_after_v},
    {"[", Does::names_after_v},
    {"printf", Does::names_after_v},
    {"pppd", Does::dials},
});

bool has(std::string_view letters, char c) { return letters.find(c) != std::string_view::npos; }

std::string_view without_folder(std::string_view program) {
  const auto slash = program.rfind('/');
  return slash == std::string_view::npos ? program : program.substr(slash + 1);
}

const ShellCommand::Tool* find_tool(std::string_view program) {
  const auto name = without_folder(program);
  const auto* found =
      std::find_if(kTools.begin(), kTools.end(), [&](const ShellCommand::Tool& tool) { return tool.name == name; });
  return found != kTools.end() ? &*found : nullptr;
}

}  // namespace

bool ShellCommand::is_assignment(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  if (std::isdigit(static_cast<unsigned char>(word.front())) != 0) return false;
  return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

ShellCommand::Takes ShellCommand::take(std::string_view word) {
  if (words_++ == 0) {
    tool_ = find_tool(word);
    return Takes::command;
  }
  if (tool_ == nullptr) return Takes::data;
  switch (tool_->does) {
    case Does::evaluates:
      return Takes::code;
    case Does::sets_variables:
      return Takes::name;
    case Does::assigns:
      return is_assignment(word) ? Takes::data : Takes::name;
    case Does::names_first:
      return words_ == 2 ? Takes::name : Takes::data;
    case Does::names_after_v: {
      const auto takes = argument_next_ ? Takes::name : Takes::data;
      argument_next_ = word == "-v";
      return takes;
    }
    case Does::dials: {
      constexpr std::array kBeforeCode =
          std::to_array<std::string_view>({"connect", "disconnect", "init", "pty", "welcome"});
      const auto takes = argument_next_ ? Takes::code : Takes::data;
      argument_next_ = !argument_next_ && std::find(kBeforeCode.begin(), kBeforeCode.end(), word) != kBeforeCode.end();
      return takes;
    }
    default:
      break;
  }
  if (argument_next_) {
    argument_next_ = false;
    return argument_;
  }
  return word.size() > 1 && word.front() == '-' && !options_over_ ? take_option(word) : take_operand(word);
}

ShellCommand::Takes ShellCommand::take_option(std::string_view word) {
  const bool has_value = has(word, CutText::kPlace);
  if (word == "--") {
    options_over_ = true;
    return Takes::data;
  }
  // What a long option does with its value isn't known of those that can run it.
  if (word.starts_with("--")) return has_value && !tool_->with_code.empty() ? Takes::code : Takes::data;
  for (std::size_t i = 1; i < word.size(); ++i) {
    const bool last = i + 1 == word.size();
    if (word[i] == CutText::kPlace) return Takes::code;
    if (has(tool_->with_code, word[i])) {
      code_given_ = true;
      // A shell's is its first operand; others' stands behind the letter.
      if (is_shell(tool_->name)) continue;
      argument_ = Takes::code;
      argument_next_ = last;
      return !last && has_value ? Takes::code : Takes::data;
    } else if (has(tool_->with_argument, word[i])) {
      const bool is_file_of_code = tool_->does == Does::runs_code && word[i] == 'f';
      code_given_ = code_given_ || is_file_of_code;
      argument_ = is_file_of_code ? Takes::command : Takes::data;
      argument_next_ = last;
      return last ? Takes::data : argument_;
    }
  }
  return Takes::data;
}

ShellCommand::Takes ShellCommand::take_operand(std::string_view word) {
  const int nth = operands_++;
  switch (tool_->does) {
    case Does::runs_rest:
      if (nth < tool_->operands) return Takes::data;
      if (tool_->name == "env" && is_assignment(word)) return Takes::data;
      *this = ShellCommand();
      return take(word);
    case Does::runs_file:
      options_over_ = true;
      if (nth > 0) return Takes::data;
      if (code_given_) return is_shell(tool_->name) ? Takes::code : Takes::data;
      return Takes::command;
    default:
      // Of GNU's sed and awk, options may still follow.
      return nth == 0 && !code_given_ ? Takes::code : Takes::data;
  }
}

bool ShellCommand::code_is_a_shells() const {
  return tool_ != nullptr && (tool_->does == Does::dials || is_shell(tool_->name));
}

bool is_shell(std::string_view program) {
  constexpr std::array kShells = std::to_array<std::string_view>({"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"});
  return std::find(kShells.begin(), kShells.end(), without_folder(program)) != kShells.end();
}

}  // namespace modembench::client_under_test
