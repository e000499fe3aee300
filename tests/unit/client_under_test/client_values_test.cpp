#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "client_under_test/client.hpp"
#include "client_under_test/start_command.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/client_under_test/client_support.hpp"

namespace {

namespace fs = std::filesystem;
using namespace modembench;
using namespace modembench::client_under_test;
using testing::use_of;

const std::vector<std::string> kHostile = {
    "$(touch X)",
    "`touch X`",
    "'; touch X; '",
    "\"; touch X; \"",
    "a\ntouch X\n",
    "-n",
    "*",
    "a  b",
    "",
    "\\",
    "${HOME}",
    "! touch X",
    "#x",
    "x) touch X ;;",
};

struct Folder {
  fs::path path = fs::temp_directory_path() / fmt::format("modembench-values-{}", getpid());
  Folder() { fs::create_directories(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
};

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Whereabouts at(const fs::path& folder) {
  return {.ports = {{PortName::qmi, folder / "qmi"},
                    {tty_usb(0), folder / "ttyUSB0"},
                    {tty_usb(1), folder / "ttyUSB1"},
                    {tty_usb(2), folder / "ttyUSB2"}},
          .folder = folder};
}

std::string variable_of(const Command& command, const std::string& name) {
  for (const auto& [key, value] : command.environment) {
    if (key == name) return value;
  }
  return "there is none";
}

std::string mistakes_of(const std::string& text) {
  const auto client = load_client(text, "mine.yaml");
  if (client) return "none\n";
  std::string all;
  for (const auto& mistake : client.error()) all += mistake.to_string() + "\n";
  return all;
}

/// A client as it is started with that value: nothing of it may be in what a shell reads.
void check_value(const Client& client, const std::string& name, const std::string& value, const fs::path& folder) {
  const auto usual = start_command(client, use_of(client.name), at(folder));
  REQUIRE(usual);
  std::map<std::string, std::string> usual_files;
  for (const auto& [file, text] : client.files) usual_files[file] = content(folder / file);
  auto use = use_of(client.name);
  use.variables[name] = value;
  const auto command = start_command(client, use, at(folder));
  if (!command) {
    CHECK(command.error().find("nobody knows what that is there") != std::string::npos);
    return;
  }
  CHECK(variable_of(*command, "modembench_" + name) == value);
  if (client.command.empty()) CHECK(command->arguments == usual->arguments);
  for (const auto& [file, text] : client.files) {
    const auto written = content(folder / file);
    INFO(written);
    CHECK(std::count(written.begin(), written.end(), '\n') ==
          std::count(usual_files[file].begin(), usual_files[file].end(), '\n'));
    CHECK(written.find("$(") == std::string::npos);
    CHECK(written.find('`') == std::string::npos);
  }
}

}  // namespace

TEST_CASE("no built-in client has a value in what a shell reads", "[client][shell]") {
  const Folder folder;
  for (const auto& name : built_in_clients()) {
    const auto client = find_client(use_of(name), "");
    REQUIRE(client);
    for (const auto& [variable, usual] : client->variables) {
      if (variable == client->script_variable) continue;
      for (const auto& value : kHostile) {
        INFO(name << ": " << variable << " = " << value);
        auto use = use_of(name);
        use.variables[variable] = value;
        const auto found = find_client(use, "");
        CHECK(found.has_value() == !client->choices.contains(variable));
        if (found) check_value(*found, variable, value, folder.path);
      }
    }
  }
}

TEST_CASE("no built-in client has the folder's path in what a shell reads", "[client][shell]") {
  const Folder folder;
  for (const auto& name : built_in_clients()) {
    const auto client = find_client(use_of(name), "");
    REQUIRE(client);
    const auto usual = start_command(*client, use_of(name), at(folder.path));
    REQUIRE(usual);
    for (const auto* odd : {"a b", "it's", "a\"b", "a,b", "a\nb", "$(touch X)", "`touch X`"}) {
      INFO(name << " in " << odd);
      const auto path = folder.path / odd;
      fs::create_directories(path);
      const auto command = start_command(*client, use_of(name), at(path));
      REQUIRE(command);
      CHECK(command->arguments.size() == usual->arguments.size());
      if (client->command.empty()) CHECK(command->arguments == usual->arguments);
    }
  }
}

TEST_CASE("a scenario's own text is a shell's, and what a variable has put into it is a value", "[client][shell]") {
  auto use = use_of("command");
  use.variables["command"] = "my --apn $(touch X) {qmi}";
  use.written["command"] = {{"s.yaml", 4, 20}, {{9, 10}}};
  const auto client = find_client(use, "");
  REQUIRE(client);
  const auto command = start_command(*client, use, at("/x"));
  REQUIRE(command);
  CHECK(command->arguments ==
        std::vector<std::string>{"/bin/sh", "-c", "my --apn \"${modembench_1}\" \"${modembench_qmi}\""});
  CHECK(variable_of(*command, "modembench_1") == "$(touch X)");

  use.variables["command"] = "touch X; my {qmii}";
  use.written["command"] = {{"s.yaml", 4, 20}, {{0, 7}}};
  const auto wrong = find_client(use, "");
  REQUIRE_FALSE(wrong);
  REQUIRE(wrong.error().size() == 2);
  CHECK(wrong.error()[0].to_string() == "s.yaml:4:20: no value for {qmii}; did you mean {qmi}?");
  CHECK(wrong.error()[1].to_string() ==
        "s.yaml:4:20: the value of a variable can't be the name of a command: a value is no command");
}

TEST_CASE("what a shell among the arguments reads gets its values by its variables", "[client][shell]") {
  Client client;
  client.name = "mine";
  client.variables = {{"apn", "$(touch X)"}};
  client.command = {"timeout", "5", "sh", "-c", "my {apn} \"$1\"", "sh", "{apn}"};
  const auto command = start_command(client, use_of("mine"), at("/x"));
  REQUIRE(command);
  CHECK(command->arguments ==
        std::vector<std::string>{"timeout", "5", "sh", "-c", "my \"${modembench_apn}\" \"$1\"", "sh", "$(touch X)"});
  client.command = {"awk", "/{apn}/"};
  CHECK_FALSE(start_command(client, use_of("mine"), at("/x")));
  client.command = {"mine", "{apn}"};
  client.variables = {{"apn", std::string("a\0b", 3)}};
  CHECK_FALSE(start_command(client, use_of("mine"), at("/x")));
}

TEST_CASE("what can't be quoted in a client's file is a mistake with its line and column", "[client][shell]") {
  std::string text;
  for (const auto* one : {
           "about: x\nvariables: {apn: a}\nscript: |\n  my {apn}\n  y=`my ü {apn}` x=$(( {apn} ))\n  {apn} {qmii}\n",
           "about: x\nvariables: {apn: a}\nscript: \"my ${{apn} '{apn}\"\n",
           "about: x\nvariables: {apn: a, a-b: c}\ncommand: [\"{apn}\", sh, -c, \"my `{apn}`\", \"{apm}\"]\n",
           "about: x\nvariables: {apn: a}\ncommand: [timeout, 5, sh, -c, \"my `{apn}`\", \"{apn}\"]\n",
           "about: x\nvariables: {apn: a}\nfiles:\n  a.sh: |\n    #!/bin/sh\n    eval {apn}\n  b: |\n    x {apn}\n    "
           "{apn} {b}\n"
           "command: [x]\n",
           "about: x\nscript variable: text\n",
           "about: x\nscript variable: text\nscript: x\nvariables: {text: x}\n",
       }) {
    text += fmt::format("{}  {}\n", one, mistakes_of(one));
  }
  approve("client_mistakes_placeholders", text);
}

TEST_CASE("a variable whose values are listed has one of them", "[client]") {
  const auto client = load_client("about: x\nvariables: {send: [\"yes\", \"no\"]}\nscript: my {send}\n", "mine.yaml");
  REQUIRE(client);
  CHECK(client->variables.at("send") == "yes");
  auto use = use_of("qmicli-dual-stack");
  use.variables = {{"if_refused", "touch X"}};
  const auto wrong = find_client(use, "");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().front().to_string() ==
        "s.yaml:3:9: 'if_refused' of client qmicli-dual-stack is one of 'goes on', 'gives up', and not 'touch X'");
}
