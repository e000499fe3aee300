#include "client_under_test/process_program.hpp"

#include <filesystem>
#include <map>
#include <sstream>

#include <unistd.h>

#include "files/owner_mark.hpp"

namespace modembench::client_under_test {
namespace {

constexpr const char* kUsualPath = "/usr/local/bin:/usr/bin:/bin";

std::map<std::string, std::string> environment_of(const Command& command) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (const auto equals = text.find('='); equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  for (const auto& [name, value] : command.environment) variables[name] = value;
  variables[files::kOwnerVariable] = files::owner_mark();
  return variables;
}

std::string with_sbin(std::string path) {
  if (path.empty()) path = kUsualPath;
  for (const std::string folder : {"/usr/local/sbin", "/usr/sbin", "/sbin"}) {
    if ((":" + path + ":").find(":" + folder + ":") == std::string::npos) path += ":" + folder;
  }
  return path;
}

}  // namespace

Program make_program(const Command& command) {
  Program program;
  program.arguments = command.arguments;
  std::error_code ignored;
  program.folder = command.folder.empty() ? std::filesystem::current_path(ignored).string() : command.folder;
  program.folder_asked_for = !command.folder.empty();
  program.confined = command.confined;

  auto variables = environment_of(command);
  auto& path = variables["PATH"];
  path = with_sbin(path);
  for (const auto& [name, value] : variables) program.environment.push_back(name + "=" + value);

  const auto& name = command.arguments.front();
  if (name.find('/') != std::string::npos) {
    program.paths = {name};
    return program;
  }
  std::istringstream folders(path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    program.paths.push_back((folder.empty() ? "." : folder) + "/" + name);
  }
  return program;
}

}  // namespace modembench::client_under_test
