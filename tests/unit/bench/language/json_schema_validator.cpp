#include "tests/unit/bench/language/json_schema_validator.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace json_schema {
namespace {

using nlohmann::json;

json scalar(const YAML::Node& node) {
  const auto& text = node.Scalar();
  const bool is_plain = node.Tag() == "?" || node.Tag().empty();
  if (!is_plain) return text;
  if (text.empty() || text == "~" || text == "null") return nullptr;
  if (text == "true" || text == "false") return text == "true";
  static const std::regex kInteger("[-+]?[0-9]+");
  static const std::regex kHex("0x[0-9a-fA-F]+");
  static const std::regex kFloat("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  try {
    if (std::regex_match(text, kInteger)) return std::stoll(text, nullptr, 10);
    if (std::regex_match(text, kHex)) return std::stoll(text, nullptr, 16);
    if (std::regex_match(text, kFloat)) return std::stod(text);
  } catch (const std::out_of_range&) {
    // Longer than any number of ours.
    return 1e300;
  }
  return text;
}

json converted(const YAML::Node& node) {
  if (node.IsSequence()) {
    json list = json::array();
    for (const auto& item : node) list.push_back(converted(item));
    return list;
  }
  if (node.IsMap()) {
    json map = json::object();
    for (const auto& entry : node) map[entry.first.Scalar()] = converted(entry.second);
    return map;
  }
  return node.IsScalar() ? scalar(node) : json(nullptr);
}

bool is_of_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  throw std::logic_error("a type that the validator doesn't know: " + type);
}

class Validator {
 public:
  explicit Validator(const json& root) : root_(root) {}

  void check(const json& schema, const json& value, const std::string& path) {
    for (const auto& [keyword, wanted] : schema.items()) check(keyword, schema, wanted, value, path);
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(violations_); }

 private:
  void violation(const std::string& path, const std::string& what) {
    violations_.push_back(fmt::format("{}: {}", path, what));
  }

  bool is_valid(const json& schema, const json& value) {
    Validator inner(root_);
    inner.check(schema, value, "");
    return inner.violations_.empty();
  }

  void check(const std::string& keyword, const json& schema, const json& wanted, const json& value,
             const std::string& path) {
    static const std::vector<std::string> kNotes = {"$schema", "title", "description", "definitions", "properties"};
    if (keyword == "type") {
      check_type(wanted, value, path);
    } else if (keyword == "enum") {
      if (std::find(wanted.begin(), wanted.end(), value) == wanted.end()) violation(path, "is none of the names");
    } else if (keyword == "$ref") {
      check(root_.at(json::json_pointer(wanted.get<std::string>().substr(1))), value, path);
    } else if (keyword == "anyOf" || keyword == "oneOf") {
      const auto good =
          std::count_if(wanted.begin(), wanted.end(), [&](const json& one) { return is_valid(one, value); });
      if (good == 0 || (keyword == "oneOf" && good != 1)) violation(path, fmt::format("fits {} of {}", good, keyword));
    } else if (keyword == "minimum" || keyword == "maximum") {
      if (!value.is_number()) return;
      if (keyword == "minimum" ? value < wanted : value > wanted) violation(path, "is out of its range");
    } else if (keyword == "pattern") {
      if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(wanted.get<std::string>()))) {
        violation(path, fmt::format("isn't like {}", wanted.get<std::string>()));
      }
    } else if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
        check(wanted, value[i], fmt::format("{}/{}", path, i));
      }
    } else if (keyword == "required") {
      for (const auto& key : wanted) {
        if (value.is_object() && !value.contains(key))
          violation(path, fmt::format("has no '{}'", key.get<std::string>()));
      }
    } else if (keyword == "dependencies") {
      for (const auto& [key, needs] : wanted.items()) {
        if (value.is_object() && value.contains(key)) check("required", schema, needs, value, path);
      }
    } else if (keyword == "propertyNames") {
      if (!value.is_object()) return;
      for (const auto& entry : value.items()) check(wanted, json(entry.key()), path);
    } else if (keyword == "additionalProperties") {
      check_properties(schema, wanted, value, path);
    } else if (std::find(kNotes.begin(), kNotes.end(), keyword) == kNotes.end()) {
      throw std::logic_error("a keyword that the validator doesn't know: " + keyword);
    }
  }

  void check_type(const json& wanted, const json& value, const std::string& path) {
    const json types = wanted.is_array() ? wanted : json::array({wanted});
    const auto fits = [&](const json& type) { return is_of_type(value, type.get<std::string>()); };
    if (std::none_of(types.begin(), types.end(), fits)) violation(path, fmt::format("is no {}", wanted.dump()));
  }

  /// Known keys by their own schemas, others by `rest`; every object of ours says what it does with others.
  void check_properties(const json& schema, const json& rest, const json& value, const std::string& path) {
    if (!value.is_object()) return;
    const json none = json::object();
    const json& known = schema.contains("properties") ? schema["properties"] : none;
    for (const auto& [key, inner] : value.items()) {
      const auto inner_path = fmt::format("{}/{}", path, key);
      if (known.contains(key)) {
        check(known[key], inner, inner_path);
      } else if (rest == false) {
        violation(inner_path, "is no key of this map");
      } else {
        check(rest, inner, inner_path);
      }
    }
  }

  const json& root_;
  std::vector<std::string> violations_;
};

}  // namespace

json from_yaml(std::string_view text) { return converted(YAML::Load(std::string(text))); }

std::vector<std::string> violations(const json& schema, const json& value) {
  Validator validator(schema);
  validator.check(schema, value, "");
  return validator.take();
}

}  // namespace json_schema
