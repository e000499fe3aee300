#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "emulator/qmi/spec.hpp"

namespace modembench::bench {
class Reader;
struct YamlNode;
}  // namespace modembench::bench

/// The words of which the tables of the language are made: which values a key may have.
namespace modembench::bench::grammar {

struct KeySpec;
struct MapSpec;
struct Value;

/// The kind of a value.
enum class Kind : std::uint8_t {
  anything,
  misplaced,  ///< any value of a key that is known only to say where it belongs
  text,
  pattern,  ///< ECMAScript regex
  truth,
  only_true,
  choice,  ///< one of `names`
  integer,
  wrong_number,  ///< an integer, or "+1" and "-1"
  decimal,
  percent,
  count,     ///< 1, "0..3", "at least 2"
  digits,    ///< a text of digits, `least` to `most` of them
  duration,  ///< 3s
  span,      ///< a duration, or 1s..4s
  at,        ///< 3s, 3s after registered, 1s..4s after WDS Start Network
  at_time,   ///< 3s, 3s after registered
  moment,    ///< at_time, or registered alone
  within,    ///< 3s, 1s..4s, each also after a milestone or message
  date,      ///< 2011-06-07 12:00:00
  utc,       ///< 2012-06-18T12:00:00Z
  version,   ///< 1.11
  rate,      ///< 125 kB/s
  ipv4,
  ipv6,
  bytes,
  port,
  serial_port,
  event,        ///< a milestone
  message,      ///< one that a client sends
  any_message,  ///< a message, or "any", "any WDS"
  indication,
  any_indication,
  service,
  error,
  call_end_reason,
  named,  ///< a value of a type of the QMI schema, Form::type
  tlvs,   ///< a map of TLVs and their values
  tlv,    ///< a TLV's name or number
  client,
  modem,
  map,           ///< a map with the keys of Form::of_map, or of one of Form::of_maps
  map_of,        ///< a map of any keys; Form::of says what their values are
  map_of_ports,  ///< a map whose keys are serial ports of the modem; Form::of says what their values are
  choices,       ///< a list of values, or a map of names and values
};

/// How many values of a kind stand there: one; one, alone or as a list of them; a list of them.
enum class Many : std::uint8_t { one, one_or_list, list };

/// One form that a value may have.
struct Form {
  Kind kind = Kind::anything;
  Many many = Many::one;
  std::int64_t least = 0;  ///< the least number, or the fewest digits
  /// The largest number, or the most digits or characters. A text may have any number of characters if it is 0.
  std::int64_t most = 0;
  std::span<const std::string_view> names{};
  const qmi::TypeSpec& (*type)() = nullptr;
  const MapSpec* of_map = nullptr;
  std::span<const MapSpec* const> (*of_maps)() = nullptr;  ///< the maps of which the value is one, if there are several
  const Value* of = nullptr;                               ///< what the values of a `map_of` or `map_of_ports` are
  std::span<const std::int64_t> values{};                  ///< the numbers that `names` mean, in their order
  std::string_view what{};  ///< what a name is the name of, in mistakes: "state of the SIM"
};

/// The forms that a value may have, at most three.
struct Value {
  std::array<Form, 3> forms{};
  std::size_t size = 0;

  constexpr Value(Form form) : forms{form}, size(1) {}  // NOLINT(google-explicit-constructor): a form is a value
  [[nodiscard]] constexpr std::span<const Form> all() const { return std::span(forms).first(size); }
  constexpr Value operator|(Form other) const {
    Value both = *this;
    both.forms[both.size++] = other;
    return both;
  }
};
constexpr Value operator|(Form one, Form other) { return Value(one) | other; }

constexpr Form a(Kind kind) { return {kind}; }
inline constexpr Value kAnyText = a(Kind::text);
constexpr Form integer(std::int64_t least, std::int64_t most) { return {Kind::integer, Many::one, least, most}; }
constexpr Form decimal(std::int64_t least, std::int64_t most) { return {Kind::decimal, Many::one, least, most}; }
/// A number that takes a right one's place, or "+1" and "-1" for what is added to it.
constexpr Form wrong_number(std::int64_t most) { return {Kind::wrong_number, Many::one, 0, most}; }
constexpr Form digits(std::int64_t least, std::int64_t most) { return {Kind::digits, Many::one, least, most}; }
/// A text of at most `most` characters.
constexpr Form short_text(std::int64_t most) { return {Kind::text, Many::one, 0, most}; }
/// One of these names.
constexpr Form one_of(std::span<const std::string_view> names) { return {Kind::choice, Many::one, 0, 0, names}; }

/// A name and the value that it means.
template <class Enum>
struct NamedValue {
  std::string_view name;
  Enum value;
};
/// Names with their values, for the reader, the page and the JSON Schema.
template <std::size_t size>
struct Choices {
  std::string_view what;  ///< "state of the SIM"
  std::array<std::string_view, size> names{};
  std::array<std::int64_t, size> values{};
};
template <class Enum, std::size_t size>
consteval Choices<size> choices(std::string_view what, const NamedValue<Enum> (&all)[size]) {
  Choices<size> made{what};
  for (std::size_t i = 0; i < size; ++i) {
    made.names[i] = all[i].name;
    made.values[i] = static_cast<std::int64_t>(all[i].value);
  }
  return made;
}
/// One of these names, read as its value.
template <std::size_t size>
constexpr Form one_of(const Choices<size>& all) {
  return {.kind = Kind::choice, .names = all.names, .values = all.values, .what = all.what};
}
/// A value of a type of the QMI schema.
constexpr Form named(const qmi::TypeSpec& (*type)(), std::string_view what = {}) {
  return {.kind = Kind::named, .type = type, .what = what};
}
/// A map with these keys.
constexpr Form map(const MapSpec& spec) { return {.kind = Kind::map, .of_map = &spec}; }
/// A map with the keys of one of these.
constexpr Form one_of_maps(std::span<const MapSpec* const> (*maps)()) { return {.kind = Kind::map, .of_maps = maps}; }
constexpr Form map_of(const Value& values) { return {.kind = Kind::map_of, .of = &values}; }
constexpr Form map_of_ports(const Value& values) { return {.kind = Kind::map_of_ports, .of = &values}; }
/// A value of this form, alone or as a list of them.
constexpr Form some(Form form) {
  form.many = Many::one_or_list;
  return form;
}
/// A list of values of this form.
constexpr Form list(Form form) {
  form.many = Many::list;
  return form;
}

/// Puts a value that was read and checked into its place in the struct that the map is bound to.
using Put = std::function<void(void* owner)>;
/// Reads the value of a key. Returns nothing, with a mistake noted, if the value is wrong.
using Bind = std::optional<Put> (*)(Reader& reader, const YamlNode& node, const KeySpec& key);
/// The way from a struct to the member that a key is bound to.
using At = void* (*)(void* owner);
/// A tag that tells structs from each other: the address of a variable that each struct has one of.
using OwnerTag = const char*;

enum class Presence : std::uint8_t { optional, required };

/// A row of a table: a key and its value.
struct KeySpec {
  std::string_view name;
  Value value;
  /// A value as it could stand behind the colon. The example of the key `needs` then stands in the map, too.
  std::string_view example;
  std::string_view about;  ///< one sentence
  Presence presence = Presence::optional;
  std::string_view needs{};  ///< another key of the map that must be there, too
  Bind bind = nullptr;       ///< reads the value; null if the map's own reader does
  At at = nullptr;           ///< where `bind` puts the value; null if it knows by itself
};

/// A map with known keys.
struct MapSpec {
  std::string_view name;   ///< "rule"
  std::string_view about;  ///< one sentence
  std::span<const KeySpec> keys;
  std::span<const std::string_view> one_of{};   ///< keys of which just one must be there
  std::span<const std::string_view> some_of{};  ///< keys of which at least one must be there
  std::string_view unless{};                    ///< a key beside which no other is required
  OwnerTag owner = nullptr;                     ///< the struct that the keys are bound to; null if they aren't

  [[nodiscard]] constexpr const KeySpec* find(std::string_view key) const {
    for (const auto& spec : keys) {
      if (spec.name == key) return &spec;
    }
    return nullptr;
  }
};

/// The tables of which a value of this form may be a map.
[[nodiscard]] constexpr std::span<const MapSpec* const> maps_of(const Form& form) {
  if (form.of_maps != nullptr) return form.of_maps();
  return std::span(&form.of_map, form.of_map != nullptr ? 1 : 0);
}

/// The form of this kind that the value of a key may have. The table must have it.
[[nodiscard]] const Form& form_of(const MapSpec& spec, std::string_view key, Kind kind);

}  // namespace modembench::bench::grammar
