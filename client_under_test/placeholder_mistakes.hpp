#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "client_under_test/client.hpp"

/// Mistakes in the {placeholders} of a client's texts, found when the texts are read.
namespace modembench::client_under_test {

/// Whether `name` is one that a variable can have: letters, digits and '_', no digit first.
[[nodiscard]] bool is_variable_name(std::string_view name);

/// Whether a client's file is a shell's: it begins with "#!" and the path of one. The values in any other file have to
/// be plain.
[[nodiscard]] bool is_shell_file(std::string_view text);

/// What a value has to be without in a file that isn't a shell's; empty if it is plain. Nobody knows what the program
/// that reads the file makes of a quote or a second line.
[[nodiscard]] std::string_view not_plain(std::string_view value);

/// The mistakes of the client's script, a line each.
[[nodiscard]] std::vector<std::string> mistakes_of_script(const Client& client);

/// Notes mistakes with a client's reader, each at the place of its placeholder.
class PlaceholderCheck {
 public:
  /// `yaml` is the file's text. The variables of `client` must have been read already.
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
