#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bench/language/grammar/form.hpp"
#include "bench/language/yaml_reader.hpp"
#include "emulator/instant.hpp"

namespace modembench::bench {

/// A value of a file that has been read and isn't in its place yet. A name that the table gives a number, a rate (in
/// bit/s) and a number of the QMI schema are an integer; an address is a text.
using Plain = std::variant<bool, std::int64_t, double, Duration, std::string, std::vector<std::int64_t>>;

/// Reads a value of a form. Returns nothing where it has noted a mistake, in which `key` stands for a value that the
/// form has no word for.
[[nodiscard]] std::optional<Plain> read_form(Reader& reader, const YamlNode& node, const grammar::Form& form,
                                             std::string_view key);

/// Reads `true`, the only value of a key besides the map that its row may allow. Returns false where it has noted a
/// mistake.
[[nodiscard]] bool read_only_true(Reader& reader, const YamlNode& node, const grammar::KeySpec& key);

/// Reads a number from `least` to `most`, with or without decimals.
[[nodiscard]] std::optional<double> read_decimal(Reader& reader, const YamlNode& node, double least, double most);

/// Throws std::logic_error, as a row of the grammar is bound to a member of another type than that of its value: a
/// mistake of ours.
[[noreturn]] void throw_of_wrong_type();

}  // namespace modembench::bench
