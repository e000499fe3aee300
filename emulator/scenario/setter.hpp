#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "emulator/instant.hpp"
#include "emulator/scenario/rate.hpp"
#include "emulator/scenario/value_reader.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// Reads the keys of one map into their places; a key that isn't there, or is wrong, leaves its place alone.
class Setter {
 public:
  Setter(Reader& reader, const YamlNode& node, std::initializer_list<std::string_view> keys)
      : reader_(reader), map_(reader, node, keys) {}

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
  void number(std::string_view key, Number& place, std::int64_t least, std::int64_t most) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    if (const auto value = reader_.integer(*node, least, most)) place = static_cast<Number>(*value);
  }
  template <class Enum, std::size_t size>
  void choice(std::string_view key, std::string_view kind, const std::array<Enum, size>& values, Enum& place,
              std::initializer_list<std::string_view> names) {
    const auto* node = map_.find(key);
    if (node == nullptr) return;
    if (const auto index = reader_.choice(*node, kind, names)) place = values[*index];
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
  void digits(std::string_view key, std::string& place, std::size_t least, std::size_t most) {
    const auto* node = map_.find(key);
    const auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    if (!value) return;
    const bool all = std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; });
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
  /// A list of values of an enumeration of one byte.
  void enum_list(std::string_view key, const qmi::TypeSpec& type, std::vector<std::uint8_t>& place) {
    const auto* node = map_.find(key);
    const auto value = node != nullptr ? read_value(reader_, *node, type) : std::nullopt;
    if (!value) return;
    place.clear();
    for (const auto& item : value->list()) place.push_back(static_cast<std::uint8_t>(item.number()));
  }
  /// A number whose values have names, or one made of flags.
  template <class Number>
  void named(std::string_view key, const qmi::TypeSpec& type, Number& place) {
    const auto* node = map_.find(key);
    const auto value = node != nullptr ? read_value(reader_, *node, type) : std::nullopt;
    if (value) place = static_cast<Number>(value->number());
  }
  /// Text of so many characters at most.
  void short_text(std::string_view key, std::string& place, std::size_t most) {
    const auto* node = map_.find(key);
    auto value = node != nullptr ? reader_.text(*node) : std::nullopt;
    if (!value) return;
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
};

}  // namespace modembench::scenario
