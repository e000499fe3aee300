#include "fuzz/campaign/scene.hpp"
#include "bench/language/load.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "bench/language/flatten.hpp"
#include "bench/language/named_file.hpp"
#include "bench/language/yaml_text.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::fuzz {
namespace {

using bench::YamlNode;

/// A name is a name; a path is one from everywhere.
std::string from_everywhere(const std::string& name, const std::string& file) {
  if (!bench::is_path(name)) return name;
  return std::filesystem::absolute(bench::path_from(file, name)).lexically_normal().string();
}

std::string client_of(YamlNode node, const std::string& file) {
  if (node.kind == YamlNode::Kind::list && !node.items.empty()) node = YamlNode(node.items.front());
  if (node.kind == YamlNode::Kind::text) node.text = from_everywhere(node.text, file);
  for (auto& [key, value] : node.entries) {
    if (qmi::same_name(key.text, "run")) value.text = from_everywhere(value.text, file);
  }
  return bench::to_yaml(node);
}

}  // namespace

bench::Loaded<Scene> read_scene(const std::string& text, const std::string& file, const bench::ReadOptions& options) {
  // What is wrong with it is for the scenario's own reader to say.
  if (auto whole = bench::load_scenarios(text, file, options); !whole) return tl::unexpected(whole.error());
  auto root = bench::parse_yaml(text, file);
  if (!root) return tl::unexpected(root.error());
  bench::Reader reader(file);
  std::optional<YamlNode> first;
  bench::flatten(reader, std::move(*root), options, [&first](bench::FlatScenario variant) {
    if (!first) first = std::move(variant.root);
  });
  if (!reader.good() || !first) return tl::unexpected(reader.finish());
  Scene scene;
  for (const auto& [key, value] : first->entries) {
    if (qmi::same_name(key.text, "modem")) scene.modem = from_everywhere(value.text, file);
    if (qmi::same_name(key.text, "set")) scene.set = bench::to_yaml(value);
    if (qmi::same_name(key.text, "client")) scene.client = client_of(value, file);
    if (qmi::same_name(key.text, "when")) {
      for (const auto& rule : value.items) scene.rules.push_back(bench::to_yaml(rule));
    }
  }
  return scene;
}

std::string to_yaml(const Scene& scene, const Try& what, const std::string& about,
                    const std::vector<std::string>& expect, const std::vector<std::string>& remarks) {
  std::string text;
  for (const auto& remark : remarks) text += fmt::format("# {}\n", remark);
  text += fmt::format("about: {}\nmodem: {}\n", bench::yaml_scalar(about), bench::yaml_scalar(scene.modem));
  if (!scene.set.empty()) text += fmt::format("set: {}\n", scene.set);
  if (!what.twists.empty() || !scene.rules.empty()) text += "when:\n";
  for (const auto& twist : what.twists) text += fmt::format("  - {}\n", to_yaml(twist));
  for (const auto& rule : scene.rules) text += fmt::format("  - {}\n", rule);
  text += fmt::format("client: {}\ndeadline: {}\nexpect:\n", scene.client, scene.deadline);
  for (const auto& line : expect) text += fmt::format("  - {}\n", line);
  return text;
}

}  // namespace modembench::fuzz
