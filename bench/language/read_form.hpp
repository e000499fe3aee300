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

/// What a value of a file says, before it is in its place. Numbers whose names the table knows, rates (bit/s) and
/// values of the QMI schema are numbers; addresses are texts.
using Plain = std::variant<bool, std::int64_t, double, Duration, std::string, std::vector<std::int64_t>>;

/// Reads a value of that form; `key` is what a mistake calls it where the form has no word of its own.
[[nodiscard]] std::optional<Plain> read_form(Reader& reader, const YamlNode& node, const grammar::Form& form,
                                             std::string_view key);

/// `true`, of a key that can have no other value but, where its row says so, a map.
[[nodiscard]] bool read_only_true(Reader& reader, const YamlNode& node, const grammar::KeySpec& key);

/// A number with or without decimals.
[[nodiscard]] std::optional<double> read_decimal(Reader& reader, const YamlNode& node, double least, double most);

/// A row of the grammar is bound to a member of another type than what it reads: a mistake of ours.
[[noreturn]] void throw_of_wrong_type();

}  // namespace modembench::bench
