#include "bench/language/name_reader.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/language/number.hpp"
#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

std::vector<std::string> names_of(const qmi::EnumSpec& spec) {
  std::vector<std::string> names;
  for (const auto& value : spec.values) names.emplace_back(value.name);
  return names;
}

/// The names of all indications of a service.
std::vector<std::string> indications_of(std::uint8_t id) {
  std::vector<std::string> names;
  for (const auto& service : qmi::services()) {
    if (service.id != id) continue;
    for (const auto& message : service.messages) {
      if (message.has_indication) names.push_back(fmt::format("{} {}", service.name, message.name));
    }
  }
  return names;
}

}  // namespace

std::optional<MessageId> find_message_id(std::string_view text) {
  text = ascii::trimmed(text);
  if (const auto found = qmi::find_message(text); found.message != nullptr) {
    return MessageId{found.service->id, found.message->id, found.message};
  }
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto* service = qmi::find_service(text.substr(0, space));
  const std::string_view number = ascii::trimmed(text.substr(space));
  const auto id = number.starts_with("0x") ? parse_whole_number(number) : std::nullopt;
  if (service == nullptr || !id || id->magnitude > UINT16_MAX) return std::nullopt;
  const auto message = static_cast<std::uint16_t>(id->magnitude);
  return MessageId{service->id, message, qmi::find_message(service->id, message)};
}

std::vector<std::string> indication_names() {
  std::vector<std::string> names;
  for (const auto& service : qmi::services()) {
    for (const auto& message : service.messages) {
      if (message.has_indication) names.push_back(fmt::format("{} {}", service.name, message.name));
    }
  }
  return names;
}

std::vector<std::string> request_names() {
  std::vector<std::string> names;
  for (const auto& service : qmi::services()) {
    for (const auto& message : service.messages) {
      if (message.has_request) names.push_back(fmt::format("{} {}", service.name, message.name));
    }
  }
  return names;
}

std::optional<MessageId> read_request_name(Reader& reader, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::text) {
    reader.mistake(node, fmt::format("should be a message such as WDS Start Network, is {}", describe(node)));
    return std::nullopt;
  }
  const auto found = find_message_id(node.text);
  if (!found) {
    reader.unknown(node, "message", node.text, request_names());
    return std::nullopt;
  }
  if (found->spec != nullptr && !found->spec->has_request) {
    reader.mistake(node, fmt::format("{} is an indication: no client sends it", node.text));
    return std::nullopt;
  }
  return found;
}

/// An indication has the number of the request that asks for the same, and that request's name without the verb:
/// "NAS Serving System" for "NAS Get Serving System".
std::optional<MessageId> find_indication_id(std::string_view text) {
  if (auto found = find_message_id(text)) return found;
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  for (const std::string_view verb : {" Get", " Set"}) {
    const auto named = fmt::format("{}{}{}", text.substr(0, space), verb, text.substr(space));
    if (auto found = find_message_id(named)) return found;
  }
  return std::nullopt;
}

std::optional<MessageId> read_indication_name(Reader& reader, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::text) {
    reader.mistake(node, fmt::format("should be an indication such as NAS Serving System, is {}", describe(node)));
    return std::nullopt;
  }
  const auto found = find_indication_id(node.text);
  if (!found) {
    reader.unknown(node, "indication", node.text, indication_names());
    return std::nullopt;
  }
  if (found->spec != nullptr && !found->spec->has_indication) {
    reader.mistake(node, fmt::format("there is no indication {}", node.text), indications_of(found->service));
    return std::nullopt;
  }
  return found;
}

std::optional<std::uint8_t> read_service(Reader& reader, const YamlNode& node) {
  if (const auto* service = qmi::find_service(node.text)) return service->id;
  std::vector<std::string> names;
  for (const auto& service : qmi::services()) names.emplace_back(service.name);
  reader.unknown(node, "service", node.text, names);
  return std::nullopt;
}

std::optional<std::uint64_t> read_enum(Reader& reader, const YamlNode& node, const qmi::EnumSpec& spec, unsigned width,
                                       std::string_view kind) {
  if (node.kind != YamlNode::Kind::text) {
    reader.mistake(node, fmt::format("should be a name of {} or a number, is {}", spec.name, describe(node)));
    return std::nullopt;
  }
  if (const auto* value = spec.find(std::string_view(node.text))) return value->value;
  const auto number = parse_whole_number(node.text);
  if (!number) {
    reader.unknown(node, kind, node.text, names_of(spec));
    return std::nullopt;
  }
  const std::uint64_t most = ~std::uint64_t{0} >> (64U - 8U * width);
  if (!number->negative && number->magnitude <= most) return number->magnitude;
  const std::uint64_t value = number->negative ? ~number->magnitude + 1 : number->magnitude;
  if (spec.find(value) != nullptr) return value;
  reader.mistake(node,
                 fmt::format("should be a name of {} or a number from 0 to {}, is {}", spec.name, most, node.text));
  return std::nullopt;
}

std::optional<std::uint16_t> read_error_code(Reader& reader, const YamlNode& node) {
  const auto code = read_enum(reader, node, qmi::error_codes(), 2, "error");
  if (!code) return std::nullopt;
  if (*code == 0) {
    reader.mistake(node, fmt::format("{} is no error; 'answer' makes a request succeed", node.text));
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(*code);
}

std::optional<std::uint16_t> read_call_end_reason(Reader& reader, const YamlNode& node) {
  const auto& type = response_type("WDS Start Network", "call end reason");
  const auto reason = read_enum(reader, node, *type.enumeration, type.width, "call end reason");
  if (!reason) return std::nullopt;
  return static_cast<std::uint16_t>(*reason);
}

const qmi::TypeSpec& response_type(std::string_view message, std::string_view tlv, std::string_view member) {
  const auto found = qmi::find_message(message);
  const auto* spec = found.message != nullptr ? qmi::find_tlv(found.message->response, tlv) : nullptr;
  if (spec == nullptr) throw std::logic_error(fmt::format("the schema has no {}, {}", message, tlv));
  if (member.empty()) return *spec->type;
  for (const auto& candidate : spec->type->members) {
    if (qmi::same_name(candidate.name, member)) return *candidate.type;
  }
  throw std::logic_error(fmt::format("the schema has no {}, {}, {}", message, tlv, member));
}

}  // namespace modembench::bench
