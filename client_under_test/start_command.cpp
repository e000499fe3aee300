#include "client_under_test/start_command.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <unistd.h>

#include "client_under_test/placeholder_mistakes.hpp"
#include "client_under_test/placeholders.hpp"
#include "client_under_test/shell_command.hpp"
#include "client_under_test/shell_text.hpp"
#include "client_under_test/stage_bus.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using Values = std::map<std::string, std::string>;

/// The values as they are where they are used: those that name others filled in.
class Filled {
 public:
  Filled(const Client& client, const Values& values) : values_(values) {
    const auto cut = cut_placeholders(client.script, client.filled);
    for (const auto& place : cut.places) {
      if (place.filled) values_[place.name] = place.value;
    }
  }

  [[nodiscard]] tl::expected<std::string, std::string> value(const std::string& name) const {
    auto filled = fill_placeholders(fmt::format("{{{}}}", name), values_);
    if (filled && filled->find('\0') != std::string::npos) {
      return tl::unexpected(fmt::format("the value of {{{}}} has a NUL in it", name));
    }
    return filled;
  }

  /// A shell's text: each value is a variable's.
  [[nodiscard]] tl::expected<std::string, std::string> shell_text(const CutText& cut) const {
    for (const auto& place : cut.places) {
      if (const auto filled = value(place.name); !filled) return filled;
    }
    auto quoted = quote_values(cut);
    if (!quoted) return tl::unexpected(quoted.error().front().why);
    return *quoted;
  }

  /// A text that some program reads: the values stand in it.
  [[nodiscard]] tl::expected<std::string, std::string> plain_text(const CutText& cut) const {
    std::string text;
    std::size_t next = 0;
    for (const char c : cut.text) {
      if (c != CutText::kPlace) {
        text += c;
        continue;
      }
      const auto& name = cut.places[next++].name;
      const auto filled = value(name);
      if (!filled) return filled;
      if (const auto what = not_plain(*filled); !what.empty()) {
        return tl::unexpected(
            fmt::format("the value of {{{}}} has {} in it, and nobody knows what that is there", name, what));
      }
      text += *filled;
    }
    return text;
  }

  /// All that have one, as a shell's variables.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment() const {
    std::vector<std::pair<std::string, std::string>> variables;
    for (const auto& [name, unfilled] : values_) {
      if (auto filled = value(name)) variables.emplace_back(std::string(kValuePrefix) + name, std::move(*filled));
    }
    return variables;
  }

 private:
  Values values_;
};

tl::expected<void, std::string> write_files(const Client& client, const Filled& values, const fs::path& folder) {
  for (const auto& [name, text] : client.files) {
    const auto cut = cut_placeholders(text);
    const auto filled = is_shell_file(text) ? values.shell_text(cut) : values.plain_text(cut);
    if (!filled) return tl::unexpected(fmt::format("file {} of client {}: {}", name, client.name, filled.error()));
    std::ofstream file(folder / name);
    file << *filled;
    file.close();
    if (!file) return tl::unexpected(fmt::format("can't write {}", (folder / name).string()));
  }
  return {};
}

/// The command's arguments, each of them one whatever its values are; what a shell among them reads gets them by its
/// variables.
tl::expected<std::vector<std::string>, std::string> arguments_of(const Client& client, const Values& values,
                                                                 const Filled& filled) {
  if (client.command.empty()) {
    auto script = filled.shell_text(cut_placeholders(client.script, client.filled));
    if (!script) return tl::unexpected(script.error());
    return std::vector<std::string>{"/bin/sh", "-c", std::move(*script)};
  }
  std::vector<std::string> arguments;
  ShellCommand command;
  for (const auto& argument : client.command) {
    const auto cut = cut_placeholders(argument);
    const bool is_code = command.take(cut.text) == ShellCommand::Takes::code;
    if (argument == "{open_flag}") {
      std::istringstream flags(values.at("open_flag"));
      for (std::string flag; flags >> flag;) arguments.push_back(std::move(flag));
      continue;
    }
    if (is_code && !cut.places.empty() && !command.code_is_a_shells()) {
      return tl::unexpected(fmt::format("{{{}}} stands in what is read as a program once more: pass it as an argument",
                                        cut.places.front().name));
    }
    auto text = is_code && command.code_is_a_shells() ? filled.shell_text(cut) : fill_placeholders(argument, values);
    if (!text) return tl::unexpected(text.error());
    if (text->find('\0') != std::string::npos) return tl::unexpected(fmt::format("'{}' has a NUL in it", argument));
    if (!text->empty() || argument.empty()) arguments.push_back(std::move(*text));
  }
  return arguments;
}

std::string open_flags(const Whereabouts& whereabouts) {
  std::string flags = whereabouts.by_proxy ? "--device-open-proxy" : "";
  if (!whereabouts.on_stage && !whereabouts.real_device)
    flags += flags.empty() ? "--device-open-qmi" : " --device-open-qmi";
  return flags;
}

}  // namespace

Values placeholder_values(const Client& client, const bench::ClientUse& use, const Whereabouts& whereabouts) {
  Values values = client.variables;
  for (const auto& [name, value] : use.variables) values[name] = value;
  for (const auto& [port, path] : whereabouts.ports) values[std::string(to_string(port))] = path.string();
  values["modembench"] = whereabouts.own_program;
  values["folder"] = whereabouts.folder.string();
  values["open_flag"] = open_flags(whereabouts);
  values["proxy"] = whereabouts.by_proxy ? "yes" : "no";
  return values;
}

tl::expected<Command, std::string> start_command(const Client& client, const bench::ClientUse& use,
                                                 const Whereabouts& whereabouts) {
  const auto values = placeholder_values(client, use, whereabouts);
  const Filled filled(client, values);
  if (const auto written = write_files(client, filled, whereabouts.folder); !written) {
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
  for (auto& variable : filled.environment()) command.environment.push_back(std::move(variable));
  auto arguments = arguments_of(client, values, filled);
  if (!arguments) return tl::unexpected(fmt::format("client {}: {}", client.name, arguments.error()));
  command.arguments = std::move(*arguments);
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
