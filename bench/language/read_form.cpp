#include "bench/language/read_form.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/language/name_reader.hpp"
#include "bench/language/rate.hpp"
#include "bench/language/value_reader.hpp"
#include "emulator/ascii.hpp"

namespace modembench::bench {
namespace {

using grammar::Form;
using grammar::Kind;

template <class T>
std::optional<Plain> plain(std::optional<T> value) {
  if (!value) return std::nullopt;
  return Plain(std::move(*value));
}

std::optional<Plain> read_choice(Reader& reader, const YamlNode& node, const Form& form) {
  const auto index = reader.choice(node, form.what, form.names);
  if (!index) return std::nullopt;
  return form.values[*index];
}

std::optional<std::string> read_digits(Reader& reader, const YamlNode& node, const Form& form) {
  auto text = reader.text(node);
  if (!text) return std::nullopt;
  const bool all = ascii::are_digits(*text);
  const auto size = static_cast<std::int64_t>(text->size());
  if (all && size >= form.least && size <= form.most) return text;
  const auto wanted =
      form.least == form.most ? std::to_string(form.least) : fmt::format("{} to {}", form.least, form.most);
  reader.mistake(node, fmt::format("should be {} digits, is {}", wanted, describe(node)));
  return std::nullopt;
}

// A text may have any length if the form's is 0.
std::optional<std::string> read_text(Reader& reader, const YamlNode& node, const Form& form) {
  auto text = reader.text(node);
  if (!text || form.most == 0 || text->size() <= static_cast<std::size_t>(form.most)) return text;
  reader.mistake(node, fmt::format("should have {} characters at most, has {}", form.most, text->size()));
  return std::nullopt;
}

// `wanted` says in a mistake which values could stand there.
bool read_true(Reader& reader, const YamlNode& node, std::string_view key, std::string_view wanted) {
  if (node.text == "true") return true;
  if (node.text == "false") {
    reader.mistake(node, fmt::format("'{}' can only be true; leave it out otherwise", key));
  } else {
    reader.mistake(node, fmt::format("should be {}, is {}", wanted, describe(node)));
  }
  return false;
}

std::optional<Plain> read_rate(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto rate = parse_rate(*text);
  if (rate) return static_cast<std::int64_t>(*rate);
  reader.mistake(node, rate.error());
  return std::nullopt;
}

std::optional<Plain> read_address_text(Reader& reader, const YamlNode& node, qmi::Shape shape) {
  qmi::TypeSpec type;
  type.shape = shape;
  const auto value = read_value(reader, node, type);
  if (!value) return std::nullopt;
  return value->text();
}

// Reads a value of the QMI schema, or a list of them.
std::optional<Plain> read_named(Reader& reader, const YamlNode& node, const Form& form) {
  const auto& type = form.type();
  if (!form.what.empty()) {
    const auto number = read_enum(reader, node, *type.enumeration, type.width, form.what);
    if (!number) return std::nullopt;
    return static_cast<std::int64_t>(*number);
  }
  const auto value = read_value(reader, node, type);
  if (!value) return std::nullopt;
  if (type.shape != qmi::Shape::array) return static_cast<std::int64_t>(value->number());
  std::vector<std::int64_t> all;
  for (const auto& item : value->list()) all.push_back(static_cast<std::int64_t>(item.number()));
  return all;
}

}  // namespace

bool read_only_true(Reader& reader, const YamlNode& node, const grammar::KeySpec& key) {
  const auto forms = key.value.all();
  const bool has_map = std::any_of(forms.begin(), forms.end(), [](const Form& form) { return form.kind == Kind::map; });
  return read_true(reader, node, key.name, has_map ? fmt::format("true, or {}", key.example) : "true");
}

std::optional<double> read_decimal(Reader& reader, const YamlNode& node, double least, double most) {
  double number = 0;
  const auto* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, number, std::chars_format::fixed);
  const bool whole = node.kind == YamlNode::Kind::text && error == std::errc{} && stop == end;
  if (whole && number >= least && number <= most) return number;
  reader.mistake(node, fmt::format("should be a number from {} to {}, is {}", least, most, describe(node)));
  return std::nullopt;
}

void throw_of_wrong_type() { throw std::logic_error("a row of the grammar is bound to a member of another type"); }

std::optional<Plain> read_form(Reader& reader, const YamlNode& node, const Form& form, std::string_view key) {
  switch (form.kind) {
    case Kind::truth:
      return plain(reader.truth(node));
    case Kind::only_true:
      return read_true(reader, node, key, "true") ? std::optional<Plain>(true) : std::nullopt;
    case Kind::text:
      return plain(read_text(reader, node, form));
    case Kind::pattern:
      return plain(reader.pattern(node));
    case Kind::choice:
      return read_choice(reader, node, form);
    case Kind::integer:
      return plain(reader.integer(node, form.least, form.most));
    case Kind::decimal:
      return plain(read_decimal(reader, node, static_cast<double>(form.least), static_cast<double>(form.most)));
    case Kind::digits:
      return plain(read_digits(reader, node, form));
    case Kind::duration:
      return plain(reader.duration(node));
    case Kind::rate:
      return read_rate(reader, node);
    case Kind::ipv4:
      return read_address_text(reader, node, qmi::Shape::ipv4);
    case Kind::ipv6:
      return read_address_text(reader, node, qmi::Shape::ipv6);
    case Kind::named:
      return read_named(reader, node, form);
    case Kind::call_end_reason: {
      const auto reason = read_call_end_reason(reader, node);
      return reason ? std::optional<Plain>(std::int64_t{*reason}) : std::nullopt;
    }
    default:
      throw std::logic_error(fmt::format("no value of the kind of '{}' is read by its form alone", key));
  }
}

}  // namespace modembench::bench
