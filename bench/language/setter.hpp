#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/rate.hpp"
#include "bench/language/value_reader.hpp"
#include "bench/language/yaml_reader.hpp"
#include "emulator/instant.hpp"

namespace modembench::bench {

/// Reads the keys of one map into their places. Which there are, their ranges and names stand in the grammar's table.
/// A key that isn't there, or is wrong, leaves its place alone.
class Setter {
 public:
  Setter(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec)
      : reader_(reader), map_(reader, node, spec), spec_(spec) {}

  void text(std::string_view key, std::string& place) {
    if (const auto* node = map_.find(key)) put(reader_.text(*node), place);
  }
  void duration(std::string_view key, Duration& place) {
    if (const auto* node = map_.find(key)) put(reader_.duration(*node), place);
  }
  void truth(std::string_view key, bool& place) {
    if (const auto* node = map_.find(key)) put(reader_.truth(*node), place);
  }
  template <class Number>
  void number(std::string_view key, Number& place) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    const auto& form = grammar::form_of(spec_, key, grammar::Kind::integer);
    if (const auto value = reader_.integer(*node, form.least, form.most)) place = static_cast<Number>(*value);
  }
  /// `values` in the order of the table's names.
  template <class Enum, std::size_t size>
  void choice(std::string_view key, std::string_view kind, const std::array<Enum, size>& values, Enum& place) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    const auto& names = grammar::form_of(spec_, key, grammar::Kind::choice).names;
    if (const auto index = reader_.choice(*node, kind, names)) place = values.at(*index);
  }
  /// Into bits a second: "125 kB/s", "1 Mbit/s".
  void rate(std::string_view key, std::uint64_t& place) {
    const auto* node = map_.find(key);
    const auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    if (!value) return;
    const auto rate = parse_rate(*value);
    if (rate) {
      place = *rate;
    } else {
      reader_.mistake(*node, rate.error());
    }
  }
  /// Text that has only digits; as many of them as said.
  void digits(std::string_view key, std::string& place) {
    const auto* node = map_.find(key);
    const auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    if (!value) return;
    const bool all = std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto& form = grammar::form_of(spec_, key, grammar::Kind::digits);
    const auto least = static_cast<std::size_t>(form.least);
    const auto most = static_cast<std::size_t>(form.most);
    if (all && value->size() >= least && value->size() <= most) {
      place = *value;
      return;
    }
    const std::string wanted = least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
    reader_.mistake(*node, fmt::format("should be {} digits, is {}", wanted, describe(*node)));
  }
  void address(std::string_view key, qmi::Shape shape, std::string& place) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    qmi::TypeSpec type;
    type.shape = shape;
    if (const auto value = read_value(reader_, *node, type)) place = value->text();
  }
  /// A number whose values have names, or one made of flags.
  template <class Number>
  void named(std::string_view key, Number& place) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    const auto value = read_value(reader_, *node, grammar::form_of(spec_, key, grammar::Kind::named).type());
    if (value) place = static_cast<Number>(value->number());
  }
  /// Text of so many characters at most.
  void short_text(std::string_view key, std::string& place) {
    const auto* node = map_.find(key);
    auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    if (!value) return;
    const auto most = static_cast<std::size_t>(grammar::form_of(spec_, key, grammar::Kind::text).most);
    if (value->size() <= most) {
      place = std::move(*value);
    } else {
      reader_.mistake(*node, fmt::format("should have {} characters at most, has {}", most, value->size()));
    }
  }
  [[nodiscard]] const YamlNode* find(std::string_view key) const { return map_.find(key); }

 private:
  template <class T>
  static void put(std::optional<T> value, T& place) {
    if (value) place = std::move(*value);
  }

  Reader& reader_;
  MapReader map_;
  const grammar::MapSpec& spec_;
};

}  // namespace modembench::bench
