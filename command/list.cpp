#include <string>

#include <fmt/format.h>

#include "client_under_test/client.hpp"
#include "command/commands.hpp"
#include "command/list_json.hpp"
#include "command/scenario_files.hpp"
#include "command/terminal.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::command {
namespace {

void print_scenario(const std::string& file, const std::vector<ReadyScenario>& variants) {
  const auto& first = variants.front().scenario;
  print("{}\n{}", file, indented(first.about, "    "));
  if (variants.size() > 1) print("    {} variants\n", variants.size());
  for (const auto& use : first.clients) print("    run with {}\n", use.as);
  for (const auto& use : first.catches) print("    catches  {}\n", use.as);
}

int list_scenarios(std::vector<std::string> folders, bool json) {
  if (folders.empty()) folders = {"scenarios"};
  const auto files = scenario_files(folders);
  std::vector<std::string> objects;
  int status = kAllPassed;
  for (const auto& file : files) {
    const auto ready = read_scenarios(file);
    if (!ready) {
      print(ready.error());
      status = kUnusable;
      continue;
    }
    if (json) {
      objects.push_back(scenario_json(*ready));
    } else {
      print_scenario(file, *ready);
    }
  }
  if (json) print("{}\n", Lines{json_list(objects)});
  if (files.empty()) return unusable(fmt::format("no scenarios (*.yaml) in {}", fmt::join(folders, ", ")));
  return status;
}

int list_clients(bool json) {
  std::vector<std::string> objects;
  for (const auto& name : client_under_test::built_in_clients()) {
    bench::ClientUse use;
    use.client = name;
    const auto client = client_under_test::find_client(use, "");
    if (!client) {
      print(client.error());
      return kUnusable;
    }
    if (json) {
      objects.push_back(client_json(*client));
    } else {
      print("{:<28} {}\n", name, client->about);
    }
  }
  if (json) print("{}\n", Lines{json_list(objects)});
  return kAllPassed;
}

void list_tlvs(std::string_view kind, std::span<const qmi::TlvSpec> tlvs) {
  for (const auto& tlv : tlvs) {
    print("      {:<10} 0x{:02x}  {}{}\n", kind, tlv.id, tlv.name, tlv.mandatory ? "  (always)" : "");
  }
}

void list_messages(const qmi::ServiceSpec& service, bool with_tlvs) {
  for (const auto& message : service.messages) {
    const char* const indication = message.has_request ? "  (+ indication)" : "  (indication)";
    print("{:<5} 0x{:04x}  {}{}{}\n", service.name, message.id, message.name, message.has_indication ? indication : "",
          message.name_only ? "  (name only)" : "");
    if (!with_tlvs) continue;
    list_tlvs("request", message.request);
    list_tlvs("response", message.response);
    list_tlvs("indication", message.indication);
  }
}

int list_messages(const std::vector<std::string>& wanted) {
  if (wanted.empty()) {
    for (const auto& service : qmi::services()) list_messages(service, false);
    return kAllPassed;
  }
  for (const auto& name : wanted) {
    const auto* service = qmi::find_service(name);
    if (service == nullptr) {
      std::vector<std::string> known;
      for (const auto& each : qmi::services()) known.emplace_back(each.name);
      complain(fmt::format("no service '{}'; nearest: {}", name, fmt::join(qmi::nearest_names(name, known), ", ")));
      return kUnusable;
    }
    list_messages(*service, true);
  }
  return kAllPassed;
}

}  // namespace

int list(const ListArguments& arguments) {
  if (arguments.what == "scenarios") return list_scenarios(arguments.details, arguments.json);
  if (arguments.what == "clients") return list_clients(arguments.json);
  if (arguments.json) return unusable("--json is for lists of scenarios and clients: messages are in words only");
  return list_messages(arguments.details);
}

}  // namespace modembench::command
