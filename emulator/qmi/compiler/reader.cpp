#include "emulator/qmi/compiler/reader.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::qmi::compiler {

void File::mistake(const YAML::Node& where, std::string what) const {
  const YAML::Mark mark = where.Mark();
  mistakes->push_back({name, mark.line + 1, mark.column + 1, std::move(what)});
}

bool check_name(const File& file, const YAML::Node& where, std::string_view name) {
  const bool usable = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return ascii::is_letter(c) || ascii::is_digit(c) || c == ' ' || c == '-' || c == '_';
  });
  if (!usable) file.mistake(where, fmt::format("\"{}\" is no name: letters, digits, spaces, - and _ make one", name));
  return usable;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::vector<std::string> near = nearest_names(name, known, 1);
  return near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near.front());
}

std::optional<Heading> read_heading(const File& file, const YAML::Node& key, std::uint64_t largest,
                                    const std::vector<std::string>& allowed) {
  const std::string whole = key.IsScalar() ? key.Scalar() : "";
  std::string_view text = whole;
  const std::size_t space = text.find(' ');
  const auto id = parse_number<std::uint64_t>(text.substr(0, space));
  if (!id || space == std::string_view::npos || !text.starts_with("0x")) {
    file.mistake(key, fmt::format("\"{}\" should be a hexadecimal number and a name: \"0x01 name\"", whole));
    return std::nullopt;
  }
  if (*id > largest) {
    file.mistake(key, fmt::format("the number {} is above 0x{:X}", text.substr(0, space), largest));
    return std::nullopt;
  }
  text.remove_prefix(space);
  std::size_t comma = text.find(',');
  Heading heading{.id = *id, .name = std::string(ascii::trimmed(text.substr(0, comma)))};
  if (heading.name.empty()) {
    file.mistake(key, fmt::format("\"{}\" has no name after its number", whole));
    return std::nullopt;
  }
  if (!check_name(file, key, heading.name)) return std::nullopt;
  while (comma != std::string_view::npos) {
    text.remove_prefix(comma + 1);
    comma = text.find(',');
    const std::string word(ascii::trimmed(text.substr(0, comma)));
    if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) {
      file.mistake(key, fmt::format("\"{}\" says nothing here{}; there are: {}", word, did_you_mean(word, allowed),
                                    fmt::join(allowed, ", ")));
      return std::nullopt;
    }
    if (word == "mandatory") heading.mandatory = true;
    if (word == "indication only") heading.indication_only = true;
    if (word == "name only") heading.name_only = true;
    if (word == "newer") heading.known = Known::newer_than_gobi;
    if (word == "gobi only") heading.known = Known::gobi_only;
  }
  return heading;
}

namespace {

/// Notes each key of `node` that isn't one of `known`. Returns false if `node` is no mapping at all.
bool check_keys(const File& file, const YAML::Node& node, const std::vector<std::string>& known) {
  if (!node.IsMap()) {
    file.mistake(node, fmt::format("should be a mapping with: {}", fmt::join(known, ", ")));
    return false;
  }
  std::vector<std::string> seen;
  for (const auto& entry : node) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      file.mistake(entry.first, fmt::format("unknown key \"{}\"{}; there are: {}", key, did_you_mean(key, known),
                                            fmt::join(known, ", ")));
    } else if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      file.mistake(entry.first, fmt::format("\"{}\" is there twice", key));
    }
    seen.push_back(key);
  }
  return true;
}

/// Whether an item's number and name are new. If `earlier` has one of them, a mistake is noted. `kind` is the kind of
/// item in the mistake ("TLV", "message").
template <class Item, class Earlier>
bool is_new(const File& file, const YAML::Node& key, const Item& item, const Earlier& earlier, std::string_view kind) {
  for (const auto& other : earlier) {
    if (other.id == item.id) {
      file.mistake(key, fmt::format("{} 0x{:02X} already is \"{}\"", kind, item.id, other.name));
      return false;
    }
    if (same_name(other.name, item.name)) {
      file.mistake(key, fmt::format("there already is a {} \"{}\"", kind, item.name));
      return false;
    }
  }
  return true;
}

/// Reads the file of one service.
class ServiceReader {
 public:
  ServiceReader(Schema& schema, Service& service, const File& file)
      : service_(service), file_(file), types_(schema, file_) {}

  void read(const YAML::Node& root) {
    if (!check_keys(file_, root, {"service", "enums", "flags", "types", "groups", "messages"})) return;
    if (root["enums"]) types_.read_enums(root["enums"], false, service_.enums);
    if (root["flags"]) types_.read_enums(root["flags"], true, service_.enums);
    if (root["types"]) types_.read_named_types(root["types"], service_.structures);
    if (root["groups"]) read_groups(root["groups"]);
    if (root["messages"]) read_messages(root["messages"]);
  }

 private:
  void read_groups(const YAML::Node& section) {
    if (!section.IsMap()) return file_.mistake(section, "should be a mapping of groups of TLVs");
    for (const auto& entry : section) {
      const std::string& name = entry.first.Scalar();
      if (!check_name(file_, entry.first, name)) continue;
      if (find_group(name)) file_.mistake(entry.first, fmt::format("there already is a group \"{}\"", name));
      Group group{.name = name};
      read_tlvs(entry.second, group.tlvs);
      for (Tlv& tlv : group.tlvs) tlv.group = service_.groups.size();
      service_.groups.push_back(std::move(group));
    }
  }

  const Group* find_group(const std::string& name) const {
    const auto found = std::find_if(service_.groups.begin(), service_.groups.end(),
                                    [&](const Group& group) { return group.name == name; });
    return found != service_.groups.end() ? &*found : nullptr;
  }

  void read_messages(const YAML::Node& section) {
    if (!section.IsMap()) return file_.mistake(section, "should be a mapping of messages: \"0x0020 Name: …\"");
    for (const auto& entry : section) {
      const auto heading =
          read_heading(file_, entry.first, 0xFFFF, {"newer", "gobi only", "indication only", "name only"});
      if (!heading) continue;
      Message message{.id = static_cast<std::uint16_t>(heading->id), .name = heading->name};
      message.known = heading->known;
      message.has_request = !heading->indication_only;
      message.name_only = heading->name_only;
      read_message(entry.second, message);
      if (is_new(file_, entry.first, message, service_.messages, "message")) service_.messages.push_back(message);
    }
    std::sort(service_.messages.begin(), service_.messages.end(),
              [](const Message& a, const Message& b) { return a.id < b.id; });
  }

  void read_message(const YAML::Node& node, Message& message) {
    std::vector<std::string> parts{"request", "response", "indication"};
    if (!message.has_request) parts = {"indication"};
    if (!check_keys(file_, node, parts)) return;
    if (node["request"]) read_tlvs(node["request"], message.request);
    if (node["response"]) read_tlvs(node["response"], message.response);
    if (node["indication"]) read_tlvs(node["indication"], message.indication);
    message.has_indication = static_cast<bool>(node["indication"]);
    if (message.name_only && !(message.request.empty() && message.response.empty() && message.indication.empty())) {
      file_.mistake(node, "TLVs can't be described of what is \"name only\"");
    }
    for (const Tlv& tlv : message.response) {
      if (tlv.id == 2) file_.mistake(node["response"], "TLV 0x02 of every response is the Result");
    }
  }

  void read_tlvs(const YAML::Node& section, std::vector<Tlv>& tlvs) {
    if (!section.IsMap()) return file_.mistake(section, "should be a mapping of TLVs: \"0x01 name: type\", or {}");
    for (const auto& entry : section) {
      if (entry.first.IsScalar() && entry.first.Scalar() == "use") {
        use_groups(entry.second, tlvs);
        continue;
      }
      const auto heading = read_heading(file_, entry.first, 0xFF, {"mandatory", "newer", "gobi only"});
      const auto type = types_.read(entry.second);
      if (!heading || !type) continue;
      const Tlv tlv{
          static_cast<std::uint8_t>(heading->id), heading->name, *type, heading->mandatory, heading->known, {}};
      if (is_new(file_, entry.first, tlv, tlvs, "TLV")) tlvs.push_back(tlv);
    }
    std::sort(tlvs.begin(), tlvs.end(), [](const Tlv& a, const Tlv& b) { return a.id < b.id; });
  }

  void use_groups(const YAML::Node& node, std::vector<Tlv>& tlvs) {
    if (!node.IsSequence()) return file_.mistake(node, "should be a list of groups: [name, …]");
    for (const auto& name : node) {
      const Group* group = find_group(name.Scalar());
      if (group == nullptr) {
        std::vector<std::string> known;
        for (const Group& other : service_.groups) known.push_back(other.name);
        std::sort(known.begin(), known.end());
        file_.mistake(name,
                      fmt::format("there is no group \"{}\"{}", name.Scalar(), did_you_mean(name.Scalar(), known)));
        continue;
      }
      for (const Tlv& tlv : group->tlvs) {
        if (is_new(file_, name, tlv, tlvs, "TLV")) tlvs.push_back(tlv);
      }
    }
  }

  Service& service_;
  const File& file_;
  TypeReader types_;
};

void read_services(const File& file, const YAML::Node& root, Schema& schema) {
  if (!check_keys(file, root, {"services"})) return;
  if (!root["services"].IsMap()) return file.mistake(root["services"], "should be a mapping of services");
  for (const auto& entry : root["services"]) {
    const auto heading = read_heading(file, entry.first, 0xFF, {});
    if (!heading) continue;
    Service service{.id = static_cast<std::uint8_t>(heading->id), .name = heading->name};
    service.about = entry.second.IsScalar() ? entry.second.Scalar() : "";
    if (service.about.empty()) file.mistake(entry.second, fmt::format("say what {} is", service.name));
    if (is_new(file, entry.first, service, schema.services, "service")) schema.services.push_back(service);
  }
  std::sort(schema.services.begin(), schema.services.end(),
            [](const Service& a, const Service& b) { return a.id < b.id; });
  Enum names{.name = "Service"};
  for (const Service& service : schema.services) names.values.emplace_back(service.name, service.id);
  schema.service_names = schema.enums.size();
  schema.enums.push_back(std::move(names));
}

void read_errors(const File& file, const YAML::Node& root, Schema& schema) {
  if (!check_keys(file, root, {"error codes", "enums", "result"})) return;
  YAML::Node section;
  section["ErrorCode, u16"] = root["error codes"];
  std::vector<EnumId> made;
  TypeReader types(schema, file);
  types.read_enums(section, false, made);
  if (made.empty()) return;
  schema.error_codes = made.front();
  if (root["enums"]) types.read_enums(root["enums"], false, made);
  if (!root["result"]) return file.mistake(root, "should say what the Result TLV holds: \"result: {…}\"");
  schema.result = types.read(root["result"]);
}

void read_service(const File& file, const YAML::Node& root, Schema& schema) {
  const YAML::Node name = root["service"];
  const auto service = std::find_if(schema.services.begin(), schema.services.end(),
                                    [&](const Service& s) { return name.IsScalar() && s.name == name.Scalar(); });
  if (service == schema.services.end()) {
    std::vector<std::string> known;
    for (const Service& s : schema.services) known.push_back(s.name);
    const std::string written = name.IsScalar() ? name.Scalar() : "";
    return file.mistake(
        name, fmt::format("there is no service \"{}\" in services.yaml{}", written, did_you_mean(written, known)));
  }
  if (!service->messages.empty()) return file.mistake(name, fmt::format("{} has a file already", service->name));
  ServiceReader(schema, *service, file).read(root);
}

}  // namespace

Reading read_schema(const std::vector<Source>& sources) {
  Reading reading;
  std::vector<std::pair<const Source*, YAML::Node>> services;
  for (const Source& source : sources) {
    const File file{source.file, &reading.mistakes};
    try {
      const YAML::Node root = YAML::Load(source.text);
      if (root.IsMap() && root["service"]) {
        services.emplace_back(&source, root);
      } else if (root.IsMap() && root["error codes"]) {
        read_errors(file, root, reading.schema);
      } else if (root.IsMap() && root["services"]) {
        read_services(file, root, reading.schema);
      } else {
        file.mistake(root, "should have one of the keys: service, services, error codes");
      }
    } catch (const YAML::Exception& error) {
      reading.mistakes.push_back({source.file, error.mark.line + 1, error.mark.column + 1, error.msg});
    }
  }
  for (const auto& [source, root] : services) {
    const File file{source->file, &reading.mistakes};
    try {
      read_service(file, root, reading.schema);
    } catch (const YAML::Exception& error) {
      reading.mistakes.push_back({source->file, error.mark.line + 1, error.mark.column + 1, error.msg});
    }
  }
  if (reading.mistakes.empty() && !reading.schema.result) {
    reading.mistakes.push_back({"errors.yaml", 1, 1, "a schema needs its error codes"});
  }
  return reading;
}

}  // namespace modembench::qmi::compiler
