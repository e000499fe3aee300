#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "bench/language/check_names.hpp"
#include "bench/language/expectation_reader.hpp"
#include "bench/language/flatten.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/load.hpp"
#include "bench/language/named_file.hpp"
#include "bench/language/profile_reader.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/settings_reader.hpp"
#include "bench/language/variables.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/embedded.hpp"

namespace modembench::bench {
namespace {

/// How many values the modems of all variants may have together, as each variant has a copy of its modem.
constexpr std::size_t kMaxModemValues = 1'000'000;

std::string scenario_name(const std::string& file) {
  std::string name = file.substr(file.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

/// The modems that the variants of a file name, each read once.
class Modems {
 public:
  Modems(Reader& reader, const ReadOptions& options) : reader_(reader), options_(options) {}

  /// The modem of this name. Null if it can't be had; the first time, its mistakes are noted.
  const ModemFile* find(const YamlNode& at, const std::string& name) {
    if (is_path(name)) {
      const auto path = path_from(reader_.position(at).file, name);
      return known(path, at, [&] { return read_named_file(reader_, at, path, options_); });
    }
    std::vector<std::string> names;
    for (const auto& modem : embedded_modems()) {
      if (modem.name == name) {
        return known(fmt::format("{}.yaml", name), at, [&] { return std::optional(std::string(modem.text)); });
      }
      names.emplace_back(modem.name);
    }
    reader_.unknown(at, "modem", name, names);
    return nullptr;
  }

 private:
  struct Known {
    std::optional<ModemFile> modem;
    std::size_t values = 0;
  };

  template <class ReadText>
  const ModemFile* known(const std::string& file, const YamlNode& at, ReadText read_text) {
    auto found = known_.find(file);
    if (found == known_.end()) found = known_.emplace(file, read(file, read_text())).first;
    auto& [modem, values] = found->second;
    if (!modem) return nullptr;
    values_ += values;
    if (values_ <= kMaxModemValues) return &*modem;
    reader_.mistake(
        at, fmt::format("the modems of all variants have more than {} values, the most there may be", kMaxModemValues));
    return nullptr;
  }

  Known read(const std::string& file, const std::optional<std::string>& text) {
    if (!text) return {};
    const auto root = parse_yaml(*text, file);
    if (!root) {
      reader_.add(root.error());
      return {};
    }
    Reader modem_reader(file);
    Known made{read_modem_file(modem_reader, *root), size_of(*root).values};
    reader_.add(modem_reader.finish());
    return made;
  }

  Reader& reader_;
  const ReadOptions& options_;
  std::map<std::string, Known> known_;
  std::size_t values_ = 0;
};

class ScenarioReader {
 public:
  ScenarioReader(Reader& reader, Modems& modems) : reader_(reader), modems_(modems) {}

  Scenario read(const YamlNode& root) {
    MapReader map(reader_, root, grammar::scenario);
    reader_.set_shape(nullptr);
    scenario_.file = reader_.file();
    scenario_.name = scenario_name(reader_.file());
    for (const auto& put : read_part(reader_, map, grammar::scenario, grammar::owner_of<Scenario>())) put(&scenario_);
    if (const auto* node = map.require("modem")) read_modem(*node);
    if (const auto* node = map.find("set")) read_set(*node);
    if (const auto* node = map.find("when")) read_rules(*node);
    if (const auto* node = map.find("known issue")) read_known_issues(*node);
    if (const auto* node = map.require("expect")) read_expectations(*node);
    check_names(reader_, scenario_);
    return std::move(scenario_);
  }

 private:
  void read_set(const YamlNode& node) {
    read_settings(reader_, node, scenario_.profile.settings, scenario_.serial);
    for (const auto& entry : node.entries) {
      scenario_.settings.push_back(fmt::format("{}: {}", entry.key.text, in_one_line(entry.value)));
    }
  }

  void read_modem(const YamlNode& node) {
    const auto name = reader_.text(node);
    if (!name) return;
    scenario_.modem = *name;
    const auto* modem = modems_.find(node, *name);
    if (modem == nullptr) return;
    reader_.set_shape(&modem->profile.identity.usb.shape);
    scenario_.profile = modem->profile;
    scenario_.serial = modem->serial;
  }

  void read_known_issues(const YamlNode& node) {
    const auto names = names_of_clients();
    for (const auto& item : reader_.one_or_list(node)) {
      KnownIssue issue;
      issue.where = reader_.position(item);
      read_into(reader_, item, grammar::known_issue, issue);
      if (const auto* client = MapReader(reader_, item, grammar::known_issue).find("client")) {
        for (const auto& name : reader_.one_or_list(*client)) check_client(name, names);
      }
      scenario_.known_issues.push_back(std::move(issue));
    }
  }

  void check_client(const YamlNode& name, const std::vector<std::string>& names) {
    const auto text = reader_.text(name);
    if (!text || std::find(names.begin(), names.end(), *text) != names.end()) return;
    reader_.unknown(name, "client of this scenario", *text, names);
  }

  void read_rules(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::list) {
      return reader_.mistake(node, fmt::format("should be a list of rules, is {}", describe(node)));
    }
    for (const auto& item : node.items) {
      if (auto rule = read_rule(reader_, item)) scenario_.rules.push_back(std::move(*rule));
    }
  }

  void read_expectations(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::list || node.items.empty()) {
      return reader_.mistake(node, fmt::format("should be a list of expectations, is {}",
                                               node.kind == YamlNode::Kind::list ? "empty" : describe(node)));
    }
    const auto clients = names_of_clients();
    for (const auto& item : node.items) {
      for (auto& made : read_expectation(reader_, item, clients)) scenario_.expectations.push_back(std::move(made));
    }
  }

  std::vector<std::string> names_of_clients() const {
    std::vector<std::string> names;
    for (const auto* uses : {&scenario_.clients, &scenario_.catches}) {
      for (const auto& use : *uses) {
        names.push_back(use.as);
        if (use.client != use.as) names.push_back(use.client);
      }
    }
    return names;
  }

  Reader& reader_;
  Modems& modems_;
  Scenario scenario_;
};

}  // namespace

Loaded<std::vector<Scenario>> load_scenarios(std::string_view text, const std::string& file,
                                             const ReadOptions& options) {
  auto root = parse_yaml(text, file);
  if (!root) return tl::unexpected(root.error());
  Reader reader(file);
  const auto variables = variable_names(*root);
  Modems modems(reader, options);
  std::vector<Scenario> scenarios;
  std::size_t runs = 0;
  flatten(reader, std::move(*root), options, [&](FlatScenario flat) {
    auto scenario = ScenarioReader(reader, modems).read(flat.root);
    scenario.variant = std::move(flat.variant);
    scenario.variables = variables;
    for (const auto* uses : {&scenario.clients, &scenario.catches}) {
      runs += uses->size();
      if (runs <= kMaxRuns || uses->empty()) continue;
      return reader.add(
          Mistake{uses->front().where,
                  fmt::format("makes more than {} runs, variants times clients, the most there may be", kMaxRuns),
                  {}});
    }
    if (reader.good()) scenarios.push_back(std::move(scenario));
  });
  if (!reader.good()) return tl::unexpected(reader.finish());
  return scenarios;
}

Loaded<ModemFile> find_modem(const std::string& name, const ReadOptions& options) {
  Reader reader("");
  Modems modems(reader, options);
  YamlNode at;
  at.kind = YamlNode::Kind::text;
  at.text = name;
  const auto* found = modems.find(at, name);
  if (found == nullptr) return tl::unexpected(reader.finish());
  return *found;
}

std::vector<PortName> built_in_ports() {
  std::set<PortName> ports;
  for (const auto& file : embedded_modems()) {
    const auto modem = load_modem(file.text, std::string(file.name) + ".yaml");
    if (!modem) continue;
    for (const auto port : modem->profile.identity.usb.shape.ports()) ports.insert(port);
  }
  return {ports.begin(), ports.end()};
}

}  // namespace modembench::bench
