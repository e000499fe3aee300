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

/// The words that the tables of the language are written in: what values a key may have.
namespace modembench::bench::grammar {

struct KeySpec;
struct MapSpec;
struct Value;

/// What one value is.
enum class Kind : std::uint8_t {
  anything,
  misplaced,  ///< the key is read only to say where it belongs
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
  digits,    ///< text that has only digits, `least` to `most` of them
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
  named,  ///< a value of the QMI schema's type that `type` gives
  tlvs,   ///< a map of TLVs and their values
  tlv,    ///< a TLV's name or number
  client,
  modem,
  map,           ///< a map of `of_map`, or of one of several
  map_of,        ///< a map whose keys are the writer's, with `of` as their values
  map_of_ports,  ///< a map whose keys are serial ports of the modem, with `of` as their values
  choices,       ///< a list of values, or a map of names and values
};

/// How many of them: one; one alone or in a list; a list.
enum class Many : std::uint8_t { one, one_or_list, list };

/// One form that a value may have.
struct Form {
  Kind kind = Kind::anything;
  Many many = Many::one;
  std::int64_t least = 0;  ///< of numbers; of digits and text, how many
  std::int64_t most = 0;
  std::span<const std::string_view> names{};
  const qmi::TypeSpec& (*type)() = nullptr;
  const MapSpec* of_map = nullptr;
  std::span<const MapSpec* const> (*of_maps)() = nullptr;  ///< one of these, where there are several
  const Value* of = nullptr;                               ///< of the values of `map_of` and `map_of_ports`
  std::span<const std::int64_t> values{};                  ///< what `names` mean, in their order
  std::string_view what{};  ///< what a name is the name of, for mistakes: "state of the SIM"
};

/// All the forms that a value may have.
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
constexpr Form wrong_number(std::int64_t most) { return {Kind::wrong_number, Many::one, 0, most}; }
constexpr Form digits(std::int64_t least, std::int64_t most) { return {Kind::digits, Many::one, least, most}; }
/// Of so many characters at most.
constexpr Form short_text(std::int64_t most) { return {Kind::text, Many::one, 0, most}; }
constexpr Form one_of(std::span<const std::string_view> names) { return {Kind::choice, Many::one, 0, 0, names}; }

/// A name, and what it means.
template <class Enum>
struct NamedValue {
  std::string_view name;
  Enum value;
};
/// Names with their values: written once, for reading, for the page and for the schema.
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
template <std::size_t size>
constexpr Form one_of(const Choices<size>& all) {
  return {.kind = Kind::choice, .names = all.names, .values = all.values, .what = all.what};
}
constexpr Form named(const qmi::TypeSpec& (*type)(), std::string_view what = {}) {
  return {.kind = Kind::named, .type = type, .what = what};
}
constexpr Form map(const MapSpec& spec) { return {.kind = Kind::map, .of_map = &spec}; }
constexpr Form one_of_maps(std::span<const MapSpec* const> (*maps)()) { return {.kind = Kind::map, .of_maps = maps}; }
constexpr Form map_of(const Value& values) { return {.kind = Kind::map_of, .of = &values}; }
constexpr Form map_of_ports(const Value& values) { return {.kind = Kind::map_of_ports, .of = &values}; }
constexpr Form some(Form form) {
  form.many = Many::one_or_list;
  return form;
}
constexpr Form list(Form form) {
  form.many = Many::list;
  return form;
}

/// A value that was read and checked, on its way to its place in the struct that a map is bound to.
using Put = std::function<void(void* owner)>;
/// Reads the value of a key; nothing, with a mistake noted, if it is wrong.
using Bind = std::optional<Put> (*)(Reader& reader, const YamlNode& node, const KeySpec& key);
/// Which struct that is: the address of a variable that there is once for each.
using OwnerTag = const char*;

enum class Presence : std::uint8_t { optional, required };

struct KeySpec {
  std::string_view name;
  Value value;
  std::string_view example;  ///< as it could stand behind the colon, where the examples of `needs` stand, too
  std::string_view about;    ///< one sentence
  Presence presence = Presence::optional;
  std::string_view needs{};  ///< another key of the map
  Bind bind = nullptr;       ///< brings the value to its place; null: the map's own reader does
};

/// A map with known keys.
struct MapSpec {
  std::string_view name;   ///< "rule"
  std::string_view about;  ///< one sentence
  std::span<const KeySpec> keys;
  std::span<const std::string_view> one_of{};   ///< just one of these keys is there
  std::span<const std::string_view> some_of{};  ///< at least one of these keys is there
  std::string_view unless{};                    ///< where this key is, none is required
  OwnerTag owner = nullptr;                     ///< what its keys are bound to

  [[nodiscard]] constexpr const KeySpec* find(std::string_view key) const {
    for (const auto& spec : keys) {
      if (spec.name == key) return &spec;
    }
    return nullptr;
  }
};

/// The maps that a value of this form may be.
[[nodiscard]] constexpr std::span<const MapSpec* const> maps_of(const Form& form) {
  if (form.of_maps != nullptr) return form.of_maps();
  return std::span(&form.of_map, form.of_map != nullptr ? 1 : 0);
}

/// The form of this kind that a key's value has; the tables surely have it.
[[nodiscard]] const Form& form_of(const MapSpec& spec, std::string_view key, Kind kind);

}  // namespace modembench::bench::grammar
