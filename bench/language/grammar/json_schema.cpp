#include "bench/language/grammar/json_schema.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/language/grammar/json_values.hpp"
#include "bench/language/grammar/maps.hpp"

namespace modembench::bench::grammar {
namespace {

using Json = nlohmann::ordered_json;

/// A name as a part of a reference's path.
std::string id_of(const MapSpec& spec) {
  std::string id(spec.name);
  std::replace(id.begin(), id.end(), ' ', '-');
  return id;
}

/// Makes the schemas of maps, and of all maps to which these lead.
class SchemaMaker {
 public:
  [[nodiscard]] Json root(const MapSpec& spec) { return map(spec); }
  [[nodiscard]] Json definitions() {
    Json all = Json::object();
    while (!waiting_.empty()) {
      const MapSpec& spec = *waiting_.back();
      waiting_.pop_back();
      all[id_of(spec)] = map(spec);
    }
    return all;
  }

 private:
  Json reference(const MapSpec& spec) {
    if (seen_.insert(&spec).second) waiting_.push_back(&spec);
    return {{"$ref", "#/definitions/" + id_of(spec)}};
  }

  static Json presence(std::string_view key) { return {{"required", {key}}}; }
  static Json presences(std::span<const std::string_view> keys) {
    Json all = Json::array();
    for (const auto key : keys) all.push_back(presence(key));
    return all;
  }

  Json map(const MapSpec& spec) {
    Json schema{{"description", spec.about}, {"type", "object"}, {"additionalProperties", false}};
    Json& properties = schema["properties"] = Json::object();
    Json required = Json::array();
    Json needs = Json::object();
    for (const auto& key : spec.keys) {
      if (key.value.forms[0].kind == Kind::misplaced) continue;
      properties[std::string(key.name)] = property(key);
      if (key.presence == Presence::required) required.push_back(key.name);
      if (!key.needs.empty()) needs[std::string(key.name)] = {key.needs};
    }
    if (spec.keys.empty()) schema.erase("properties");
    if (!needs.empty()) schema["dependencies"] = needs;
    if (!spec.one_of.empty()) schema["oneOf"] = presences(spec.one_of);
    if (!spec.some_of.empty()) schema["anyOf"] = presences(spec.some_of);
    if (required.empty()) return schema;
    if (spec.unless.empty()) {
      schema["required"] = required;
    } else {
      schema["anyOf"] = {presence(spec.unless), {{"required", required}}};
    }
    return schema;
  }

  Json property(const KeySpec& key) {
    Json schema{{"description", key.about}};
    schema.update(any_of(forms(key.value)));
    return schema;
  }

  /// The schema of a value of any of these forms. The forms that may stand in a list share one list. A variable may
  /// take the place of all.
  std::vector<Json> forms(const Value& value) {
    std::vector<Json> all;
    std::vector<Json> items;
    const auto add = [](std::vector<Json>& to, const std::vector<Json>& more) {
      to.insert(to.end(), more.begin(), more.end());
    };
    bool takes_variable = false;
    for (const auto& form : value.all()) {
      const auto schemas = single(form);
      if (form.many != Many::list) add(all, schemas);
      if (form.many != Many::one) add(items, schemas);
      takes_variable = takes_variable || !takes_any_text(form) || form.many == Many::list;
    }
    const Json variable{{"$ref", "#/definitions/variable"}};
    if (!items.empty()) {
      if (takes_variable) items.push_back(variable);
      all.push_back({{"type", "array"}, {"items", any_of(std::move(items))}});
    }
    if (takes_variable) all.push_back(variable);
    return all;
  }

  std::vector<Json> single(const Form& form) {
    if (form.kind == Kind::map_of) {
      return {{{"type", "object"}, {"additionalProperties", any_of(forms(*form.of))}}};
    }
    if (form.kind == Kind::map_of_ports) {
      return {{{"type", "object"},
               {"propertyNames", json_of(a(Kind::serial_port))},
               {"additionalProperties", any_of(forms(*form.of))}}};
    }
    if (form.kind != Kind::map) return {json_of(form)};
    std::vector<Json> all;
    for (const auto* spec : maps_of(form)) {
      all.push_back(reference(*spec));
    }
    return all;
  }

  static Json any_of(std::vector<Json> forms) {
    if (forms.size() == 1) return std::move(forms[0]);
    return {{"anyOf", std::move(forms)}};
  }

  std::set<const MapSpec*> seen_;
  std::vector<const MapSpec*> waiting_;
};

}  // namespace

std::string json_schema(std::span<const std::string_view> clients, std::span<const std::string_view> modems) {
  SchemaMaker maker;
  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "modembench scenario"}};
  schema.update(maker.root(scenario));
  schema["definitions"] = maker.definitions();
  schema["definitions"].update(named_definitions(clients, modems));
  return schema.dump(1) + "\n";
}

}  // namespace modembench::bench::grammar
