#include "command/list_json.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client_under_test/run_in_process.hpp"

namespace modembench::command {
namespace {

using client_under_test::Client;
using client_under_test::NeedsNode;
using nlohmann::ordered_json;

/// As a client's own file says it: what isn't needed is left out.
ordered_json needs_of(const Client& client) {
  auto needs = ordered_json::object();
  if (!client.programs.empty()) needs["programs"] = client.programs;
  if (!client.package.empty()) needs["package"] = client.package;
  if (client.needs_stage) needs["stage"] = true;
  if (client.needs_node == NeedsNode::yes) needs["node"] = true;
  if (client.needs_node == NeedsNode::always) needs["node"] = "always";
  const auto& furnishing = client.furnishing;
  if (furnishing.udev.all) needs["udev"] = true;
  for (const auto port : furnishing.udev.named) needs["udev"].push_back(to_string(port));
  if (!furnishing.net.empty()) needs["net"] = furnishing.net;
  if (furnishing.system_bus) needs["dbus"] = "system";
  if (!furnishing.bus_services.empty()) needs["services"] = furnishing.bus_services;
  return needs;
}

ordered_json object_of(const Client& client) {
  ordered_json object;
  object["client"] = client.name;
  object["about"] = client.about;
  object["needs"] = needs_of(client);
  object["in process"] = client_under_test::runs_in_process(client);
  return object;
}

ordered_json uses(const std::vector<bench::ClientUse>& uses, const std::vector<Client>& clients) {
  auto list = ordered_json::array();
  for (std::size_t i = 0; i < uses.size(); ++i) {
    auto use = object_of(clients[i]);
    use.erase("about");
    use["as"] = uses[i].as;
    list.push_back(std::move(use));
  }
  return list;
}

ordered_json known_issues(const bench::Scenario& scenario) {
  auto list = ordered_json::array();
  for (const auto& issue : scenario.known_issues) {
    ordered_json object;
    object["clients"] = issue.clients;
    if (!issue.variant.empty()) object["variant"] = issue.variant;
    object["why"] = issue.why;
    if (!issue.source.empty()) object["source"] = issue.source;
    list.push_back(std::move(object));
  }
  return list;
}

/// What a place has to have for it: one variant that needs it is enough.
ordered_json needs_of(const std::vector<ReadyScenario>& variants) {
  const auto any = [&](bool (*needs)(const bench::Scenario&)) {
    return std::any_of(variants.begin(), variants.end(),
                       [needs](const ReadyScenario& variant) { return needs(variant.scenario); });
  };
  auto needs = ordered_json::array();
  if (any(bench::needs_usb)) needs.push_back("usb");
  if (any(bench::needs_kernel)) needs.push_back("kernel");
  if (any(bench::needs_traffic)) needs.push_back("traffic");
  return needs;
}

std::string dumped(const ordered_json& value) {
  return value.dump(2, ' ', /*ensure_ascii=*/true, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string scenario_json(const std::vector<ReadyScenario>& variants) {
  const auto& first = variants.front();
  const auto& scenario = first.scenario;
  ordered_json object;
  object["file"] = scenario.file;
  object["about"] = scenario.about;
  object["seen"] = scenario.seen;
  object["modem"] = scenario.modem;
  object["needs"] = needs_of(variants);
  object["variables"] = scenario.variables;
  auto& names = object["variants"] = ordered_json::array();
  for (const auto& variant : variants) {
    if (!variant.scenario.variant.empty()) names.push_back(variant.scenario.variant);
  }
  object["clients"] = uses(scenario.clients, first.clients);
  object["catches"] = uses(scenario.catches, first.catches);
  object["known issues"] = known_issues(scenario);
  return dumped(object);
}

std::string client_json(const Client& client) { return dumped(object_of(client)); }

std::string json_list(const std::vector<std::string>& objects) {
  return objects.empty() ? "[]" : fmt::format("[\n{}\n]", fmt::join(objects, ",\n"));
}

}  // namespace modembench::command
