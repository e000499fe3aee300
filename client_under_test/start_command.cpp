#include "client_under_test/start_command.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <unistd.h>

#include "client_under_test/placeholders.hpp"
#include "client_under_test/stage_bus.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using Values = std::map<std::string, std::string>;

tl::expected<void, std::string> write_files(const Client& client, const Values& values, const fs::path& folder) {
  for (const auto& [name, text] : client.files) {
    const auto filled = fill_placeholders(text, values);
    if (!filled) return tl::unexpected(fmt::format("file {} of client {}: {}", name, client.name, filled.error()));
    std::ofstream file(folder / name);
    file << *filled;
    file.close();
    if (!file) return tl::unexpected(fmt::format("can't write {}", (folder / name).string()));
  }
  return {};
}

std::string open_flags(const Whereabouts& whereabouts) {
  std::string flags = whereabouts.by_proxy ? "--device-open-proxy" : "";
  if (!whereabouts.on_stage && !whereabouts.real_device)
    flags += flags.empty() ? "--device-open-qmi" : " --device-open-qmi";
  return flags;
}

}  // namespace

Values placeholder_values(const Client& client, const scenario::ClientUse& use, const Whereabouts& whereabouts) {
  Values values = client.variables;
  for (const auto& [name, value] : use.variables) values[name] = value;
  for (const auto& [port, path] : whereabouts.ports) values[std::string(to_string(port))] = path.string();
  values["modembench"] = whereabouts.own_program;
  values["folder"] = whereabouts.folder.string();
  values["open_flag"] = open_flags(whereabouts);
  values["proxy"] = whereabouts.by_proxy ? "yes" : "no";
  return values;
}

tl::expected<Command, std::string> start_command(const Client& client, const scenario::ClientUse& use,
                                                 const Whereabouts& whereabouts) {
  const auto values = placeholder_values(client, use, whereabouts);
  if (const auto written = write_files(client, values, whereabouts.folder); !written) {
    return tl::unexpected(written.error());
  }
  Command command;
  for (const auto& [port, path] : whereabouts.ports) {
    std::string variable = "MODEMBENCH_";
    for (const char c : to_string(port)) variable += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    command.environment.emplace_back(variable, path.string());
  }
  // libudev takes a /sys that isn't the kernel's only when told to.
  if (!client.furnishing.udev.empty() && !whereabouts.real_device)
    command.environment.emplace_back("SYSTEMD_DEVICE_VERIFY_SYSFS", "0");
  if (client.furnishing.system_bus && !whereabouts.real_device) {
    command.environment.emplace_back("DBUS_SYSTEM_BUS_ADDRESS", kSystemBus);
  }
  std::vector<std::string> arguments = client.command;
  if (arguments.empty()) arguments = {"/bin/sh", "-c", client.script};
  for (const auto& argument : arguments) {
    if (argument == "{open_flag}") {
      std::istringstream flags(values.at("open_flag"));
      for (std::string flag; flags >> flag;) command.arguments.push_back(std::move(flag));
      continue;
    }
    auto filled = fill_placeholders(argument, values);
    if (!filled) return tl::unexpected(fmt::format("client {}: {}", client.name, filled.error()));
    if (!filled->empty() || argument.empty()) command.arguments.push_back(std::move(*filled));
  }
  return command;
}

std::string find_program(const std::string& program) {
  if (program.find('/') != std::string::npos) return access(program.c_str(), F_OK) == 0 ? program : "";
  const char* path = std::getenv("PATH");
  // chat and pppd stand in sbin, which an ordinary user's PATH may lack.
  std::istringstream folders(std::string(path != nullptr ? path : "/usr/bin:/bin") + ":/usr/sbin:/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (auto file = folder + "/" + program; access(file.c_str(), F_OK) == 0) return file;
  }
  return {};
}

std::string unusable_program(const Client& client) {
  for (const auto& program : client.programs) {
    const auto path = find_program(program);
    if (path.empty()) {
      const auto package = client.package.empty() ? "" : fmt::format(" (Debian package {})", client.package);
      return fmt::format("{} isn't installed{}", program, package);
    }
    if (access(path.c_str(), X_OK) != 0) return fmt::format("{} may not be run by this user", path);
  }
  return {};
}

}  // namespace modembench::client_under_test
