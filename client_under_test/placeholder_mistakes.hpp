#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "client_under_test/client.hpp"

/// What is wrong with the {placeholders} of a client's texts, found when they are read.
namespace modembench::client_under_test {

/// Letters, digits and '_', no digit first.
[[nodiscard]] bool is_variable_name(std::string_view name);

/// Whether a client's file is a shell's: it begins with "#!" and one's path. Another's values have to be plain.
[[nodiscard]] bool is_shell_file(std::string_view text);

/// What a value in a file that isn't a shell's has to be without; empty if it is plain. Nobody knows what the program
/// that reads it makes of a quote or a second line.
[[nodiscard]] std::string_view not_plain(std::string_view value);

/// What is wrong with the client's script, a line each.
[[nodiscard]] std::vector<std::string> mistakes_of_script(const Client& client);

/// Notes with a client's reader what is wrong, each at the place of its placeholder.
class PlaceholderCheck {
 public:
  /// `yaml` is the file's text; of the client its variables are read already.
  PlaceholderCheck(bench::Reader& reader, std::string_view yaml, const Client& client)
      : reader_(reader), yaml_(yaml), client_(client) {}

  void script(const bench::YamlNode& node) const;
  void command(const bench::YamlNode& node) const;
  void files(const bench::YamlNode& node) const;

 private:
  void mistake(const bench::YamlNode& node, std::string_view name, std::size_t at, std::string what) const;
  void names(const bench::YamlNode& node) const;

  bench::Reader& reader_;
  std::string_view yaml_;
  const Client& client_;
};

}  // namespace modembench::client_under_test
