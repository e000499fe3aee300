#include "bench/language/grammar/json_values.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/language/grammar/types.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/plan/milestone.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench::grammar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kTime = "[0-9]+(\\.[0-9]+)?(us|ms|s|m)";
constexpr std::string_view kNumber = "-?(0x[0-9a-fA-F]+|[0-9]+)";

Json pattern(const std::string& text) { return {{"type", "string"}, {"pattern", fmt::format("^({})$", text)}}; }
Json reference(std::string_view name) { return {{"$ref", fmt::format("#/definitions/{}", name)}}; }
Json any_of(std::vector<Json> forms) { return {{"anyOf", std::move(forms)}}; }
Json names(std::vector<std::string> all) { return {{"enum", std::move(all)}}; }
Json range(std::string_view type, std::int64_t least, std::int64_t most) {
  return {{"type", type}, {"minimum", least}, {"maximum", most}};
}
/// A text. What YAML takes for a number or a truth is a text, too.
Json text() { return {{"type", {"string", "number", "boolean"}}}; }

std::string span() { return fmt::format("{0}(\\.\\.{0})?", kTime); }
std::string milestones() { return fmt::format("{}", fmt::join(kMilestoneNames, "|")); }
/// A serial port of any modem. The modem's file says which ones it has.
constexpr std::string_view kSerialPort = "ttyUSB(0|[1-9][0-9]?)";
/// A message's name, as far as a pattern can tell it.
constexpr std::string_view kMessage = "[A-Z]+ .+";

std::string time_after(const std::string& time, const std::string& what) {
  return fmt::format("{}( after ({}))?", time, what);
}

Json named_values(const qmi::TypeSpec& type) {
  const qmi::TypeSpec& one = type.element != nullptr ? *type.element : type;
  if (one.enumeration == nullptr) return range("integer", 0, UINT32_MAX);
  std::vector<std::string> all;
  for (const auto& value : one.enumeration->values) all.emplace_back(value.name);
  const Json name = names(std::move(all));
  const Json number{{"type", "integer"}};
  std::vector<Json> forms = {name, number};
  if (one.enumeration->is_flags) {
    forms.push_back(pattern(".+\\|.+"));
    forms.push_back({{"type", "array"}, {"items", any_of({name, number})}});
  }
  return any_of(std::move(forms));
}

/// One of these names. YAML takes "true" among them for a truth.
Json choice(std::span<const std::string_view> of) {
  Json all = Json::array();
  for (const auto name : of) {
    if (name == "true" || name == "false") {
      all.push_back(name == "true");
    } else {
      all.push_back(name);
    }
  }
  return {{"enum", all}};
}

Json time_of(Kind kind) {
  const auto after = fmt::format("{}|{}", milestones(), kMessage);
  switch (kind) {
    case Kind::duration:
      return pattern(std::string(kTime));
    case Kind::span:
      return pattern(span());
    case Kind::at_time:
      return pattern(time_after(std::string(kTime), milestones()));
    case Kind::moment:
      return pattern(fmt::format("{}|{}", milestones(), time_after(std::string(kTime), milestones())));
    default:
      return pattern(time_after(span(), after));
  }
}

Json count_of() { return any_of({range("integer", 0, 1'000'000), pattern("[0-9]+\\.\\.[0-9]+|at least [1-9][0-9]*")}); }

/// The kinds that have a definition of their own.
std::string_view definition_of(Kind kind) {
  switch (kind) {
    case Kind::event:
      return "milestone";
    case Kind::message:
      return "message";
    case Kind::any_message:
      return "any-message";
    case Kind::indication:
      return "indication-name";
    case Kind::any_indication:
      return "any-indication";
    case Kind::service:
      return "service";
    case Kind::error:
      return "error";
    case Kind::call_end_reason:
      return "call-end-reason";
    case Kind::client:
      return "client-name";
    case Kind::modem:
      return "modem-name";
    case Kind::tlvs:
      return "tlvs";
    case Kind::bytes:
      return "bytes";
    default:
      return {};
  }
}

}  // namespace

bool takes_any_text(const Form& form) {
  return form.kind == Kind::anything || form.kind == Kind::text || form.kind == Kind::pattern ||
         form.kind == Kind::client || form.kind == Kind::modem || form.kind == Kind::version ||
         form.kind == Kind::choices;
}

Json json_of(const Form& form) {
  if (const auto name = definition_of(form.kind); !name.empty()) return reference(name);
  switch (form.kind) {
    case Kind::text:
    case Kind::pattern:
    case Kind::version:
      return text();
    case Kind::truth:
      return {{"type", "boolean"}};
    case Kind::only_true:
      return {{"enum", {true}}};
    case Kind::choice:
      return choice(form.names);
    case Kind::integer:
      return range("integer", form.least, form.most);
    case Kind::wrong_number:
      return any_of({range("integer", -form.most, form.most), pattern(fmt::format("[+]{}", kNumber))});
    case Kind::decimal:
      return range("number", form.least, form.most);
    case Kind::percent:
      return pattern("(100|[1-9]?[0-9])%");
    case Kind::count:
      return count_of();
    case Kind::digits:
      return any_of({pattern(fmt::format("[0-9]{{{},{}}}", form.least, form.most)), {{"type", "integer"}}});
    case Kind::duration:
    case Kind::span:
    case Kind::at:
    case Kind::at_time:
    case Kind::moment:
    case Kind::within:
      return time_of(form.kind);
    case Kind::date:
      return pattern("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}");
    case Kind::utc:
      return pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    case Kind::rate:
      return any_of({pattern("[0-9.]+ ?([kM]?bit|[kM]?B)/s"), range("integer", 0, 0)});
    case Kind::ipv4:
      return pattern("[0-9]+(\\.[0-9]+){3}");
    case Kind::ipv6:
      return pattern("[0-9a-fA-F:.]+");
    case Kind::port:
      return pattern(fmt::format("qmi|{}", kSerialPort));
    case Kind::serial_port:
      return pattern(std::string(kSerialPort));
    case Kind::named:
      return named_values(form.type());
    case Kind::tlv:
      return {{"type", {"string", "integer"}}};
    case Kind::choices:
      return {{"type", {"array", "object"}}};
    default:
      return Json::object();
  }
}

Json named_definitions(std::span<const std::string_view> clients, std::span<const std::string_view> modems) {
  const auto values = [](const qmi::EnumSpec& spec) {
    std::vector<std::string> all;
    for (const auto& value : spec.values) {
      if (value.value != 0 || &spec != &qmi::error_codes()) all.emplace_back(value.name);
    }
    return any_of({names(std::move(all)), {{"type", "integer"}}});
  };
  const Json by_number = pattern("[A-Z]+ 0x[0-9a-fA-F]{1,4}");
  std::vector<std::string> services;
  for (const auto& service : qmi::services()) services.emplace_back(service.name);
  const auto any = [&](std::string_view kind) {
    return pattern(fmt::format("any( ({}))?( {})?", fmt::join(services, "|"), kind));
  };
  const auto offered = [](std::span<const std::string_view> of) {
    return any_of({names({of.begin(), of.end()}), {{"type", "string"}}});
  };
  Json all;
  all["variable"] = {{"description", "A text with a variable, ${name}"}, {"type", "string"}, {"pattern", "\\$\\{"}};
  all["milestone"] = names({kMilestoneNames.begin(), kMilestoneNames.end()});
  all["message"] = any_of({names(request_names()), by_number});
  all["any-message"] = any_of({reference("message"), any("(request|answer)")});
  auto indications = indication_names();
  // The indication "NAS Serving System" has the number of "NAS Get Serving System".
  for (std::size_t i = 0, size = indications.size(); i < size; ++i) {
    auto name = indications[i];
    for (const std::string_view verb : {" Get ", " Set "}) {
      if (const auto begin = name.find(verb); begin != std::string::npos) {
        indications.push_back(name.substr(0, begin) + name.substr(begin + verb.size() - 1));
      }
    }
  }
  all["indication-name"] = any_of({names(std::move(indications)), by_number});
  all["any-indication"] = any_of({reference("indication-name"), any("indication")});
  all["service"] = names(services);
  all["error"] = values(qmi::error_codes());
  all["call-end-reason"] = values(*response_type("WDS Start Network", "call end reason").enumeration);
  all["client-name"] = offered(clients);
  all["modem-name"] = offered(modems);
  all["tlvs"] = {{"description", "TLVs by their names, and raw: {0x01: \"01 02\"}"}, {"type", "object"}};
  all["bytes"] = any_of({{{"type", {"string", "integer"}}}, {{"type", "array"}, {"items", range("integer", 0, 255)}}});
  return all;
}

}  // namespace modembench::bench::grammar
