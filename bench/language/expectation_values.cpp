#include "bench/language/expectation_values.hpp"

#include <fmt/format.h>

#include "bench/language/expectation_kinds.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/message_pattern_reader.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/tlv_reader.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/milestone.hpp"
#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

qmi::MessageKind kind_of(const grammar::MapSpec& spec) {
  if (&spec == &grammar::answer) return qmi::MessageKind::response;
  return &spec == &grammar::indication ? qmi::MessageKind::indication : qmi::MessageKind::request;
}

About about_of(const MessagePattern& pattern) {
  About about{.message = {}, .kind = pattern.kind};
  if (pattern.message) {
    about.message = {*pattern.service, *pattern.message, qmi::find_message(*pattern.service, *pattern.message)};
  }
  return about;
}

std::optional<ExpectClientExits> read_status(Reader& reader, const YamlNode& node) {
  if (qmi::same_name(node.text, "success")) return ExpectClientExits{ExpectClientExits::Status::success, 0};
  if (qmi::same_name(node.text, "failure")) return ExpectClientExits{ExpectClientExits::Status::failure, 0};
  if (!node.text.empty() && ascii::are_digits(node.text)) {
    return ExpectClientExits{ExpectClientExits::Status::exact,
                             static_cast<int>(reader.integer(node, 0, 255).value_or(0))};
  }
  reader.mistake(node, fmt::format("should be success, failure or a number, is {}", describe(node)));
  return std::nullopt;
}

}  // namespace

std::optional<Milestone> read_milestone(Reader& reader, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::text) {
    reader.mistake(node, fmt::format("should be a milestone such as registered, is {}", describe(node)));
    return std::nullopt;
  }
  const auto milestone = milestone_from_string(node.text);
  if (!milestone) reader.unknown(node, "event", node.text, {kMilestoneNames.begin(), kMilestoneNames.end()});
  return milestone;
}

template <qmi::MessageKind kind>
std::optional<MessagePattern> read_pattern(Reader& reader, const YamlNode& node) {
  return read_message_pattern(reader, kind, node, nullptr);
}
template std::optional<MessagePattern> read_pattern<qmi::MessageKind::request>(Reader& reader, const YamlNode& node);
template std::optional<MessagePattern> read_pattern<qmi::MessageKind::response>(Reader& reader, const YamlNode& node);
template std::optional<MessagePattern> read_pattern<qmi::MessageKind::indication>(Reader& reader, const YamlNode& node);

std::optional<std::vector<FieldMatch>> read_where(Reader& reader, const YamlNode& node) {
  if (reader.about() == nullptr) return std::nullopt;
  if (reader.about()->message) return read_field_matches(reader, node, *reader.about()->message, reader.about()->kind);
  reader.mistake(node, "'where' says what the TLVs of one message are, not of any");
  return std::nullopt;
}

void refuse_error(Reader& reader, const YamlNode& node) { reader.mistake(node, "only an answer has an error"); }

namespace grammar {

template <>
std::optional<Condition> read_expected<ExpectMessage>(Reader& reader, MapReader& map, const MapSpec& spec) {
  const auto pattern = read_message_pattern(reader, kind_of(spec), *map.find(spec.keys.front().name), nullptr);
  if (!pattern) return std::nullopt;
  const About about = about_of(*pattern);
  const ReadingAbout its_message(reader, about);
  ExpectMessage expected;
  for (const auto& put : read_part(reader, map, spec, owner_of<ExpectMessage>())) put(&expected);
  expected.pattern.text = in_words(expected.pattern);
  return expected;
}

std::optional<Condition> read_exits(Reader& reader, MapReader& map, const MapSpec&) {
  static_cast<void>(map.choice("client", ""));
  const auto* status = map.find("status");
  return status != nullptr ? read_status(reader, *status).value_or(ExpectClientExits{}) : ExpectClientExits{};
}

}  // namespace grammar

}  // namespace modembench::bench
