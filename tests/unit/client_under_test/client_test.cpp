#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "client_under_test/client.hpp"
#include "client_under_test/start_command.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/client_under_test/client_support.hpp"

namespace {

using namespace modembench;
using namespace modembench::client_under_test;
using testing::use_of;

std::string mistakes_of(const bench::Mistakes& mistakes) {
  std::string text;
  for (const auto& mistake : mistakes) text += mistake.to_string() + "\n";
  return text;
}

}  // namespace

TEST_CASE("every built-in client can be read and says what it is") {
  REQUIRE_FALSE(built_in_clients().empty());
  for (const auto& name : built_in_clients()) {
    INFO(name);
    const auto client = find_client(use_of(name), "");
    REQUIRE(client);
    CHECK(client->name == name);
    CHECK_FALSE(client->about.empty());
    CHECK(client->command.empty() != client->script.empty());
  }
}

TEST_CASE("every built-in client's command can be made, in a stage and without") {
  for (const bool on_stage : {true, false}) {
    for (const auto& name : built_in_clients()) {
      INFO(name);
      auto client = find_client(use_of(name), "");
      REQUIRE(client);
      client->files.clear();
      const Whereabouts whereabouts{.ports = {{PortName::qmi, "/dev/cdc-wdm0"},
                                              {tty_usb(0), "/dev/ttyUSB0"},
                                              {tty_usb(1), "/dev/ttyUSB1"},
                                              {tty_usb(2), "/dev/ttyUSB2"}},
                                    .folder = "/tmp/x",
                                    .on_stage = on_stage};
      const auto command = start_command(*client, use_of(name), whereabouts);
      REQUIRE(command);
      CHECK_FALSE(command->arguments.empty());
    }
  }
}

TEST_CASE("an unknown client is a mistake at its place, with the nearest names") {
  const auto client = find_client(use_of("qmicli-conect"), "");
  REQUIRE_FALSE(client);
  CHECK(mistakes_of(client.error()) == "s.yaml:3:9: unknown client 'qmicli-conect'; did you mean 'qmicli-connect'?\n");
}

TEST_CASE("a variable that the client doesn't have is a mistake") {
  auto use = use_of("qmicli-connect");
  use.variables = {{"apm", "net"}};
  const auto client = find_client(use, "");
  REQUIRE_FALSE(client);
  CHECK(mistakes_of(client.error()) ==
        "s.yaml:3:9: client qmicli-connect has no variable 'apm'; did you mean 'apn'?\n");
}

TEST_CASE("a client's file that isn't there is a mistake with its path") {
  const auto client = find_client(use_of("./not-there.yaml"), "folder/s.yaml");
  REQUIRE_FALSE(client);
  CHECK(mistakes_of(client.error()) ==
        "s.yaml:3:9: no client: folder/./not-there.yaml: can't open it: No such file or directory\n");
}

TEST_CASE("all mistakes of a client's YAML are found at once") {
  const auto client = load_client(R"(abuot: a slip
needs: {programs: qmicli, stage: perhaps, pakage: x}
files: {../escape: text, fine.conf: text}
command: [qmicli]
script: also
)",
                                  "mine.yaml");
  REQUIRE_FALSE(client);
  approve("client_mistakes", mistakes_of(client.error()));
}

TEST_CASE("a client without a command or a script is none") {
  const auto client = load_client("about: nothing to start\n", "mine.yaml");
  REQUIRE_FALSE(client);
  CHECK(mistakes_of(client.error()).find("either 'command'") != std::string::npos);
}

TEST_CASE("a scenario's variables win over the client's own; an argument that comes out empty is left out") {
  Client client;
  client.name = "mine";
  client.variables = {{"apn", "internet"}};
  client.command = {"mine", "{open_flag}", "--apn={apn}", "{qmi}", ""};
  auto use = use_of("mine");
  use.variables = {{"apn", "other"}};
  const Whereabouts whereabouts{.ports = {{PortName::qmi, "/dev/cdc-wdm0"}}, .folder = "/tmp/x", .on_stage = true};
  const auto command = start_command(client, use, whereabouts);
  REQUIRE(command);
  CHECK(command->arguments == std::vector<std::string>{"mine", "--apn=other", "/dev/cdc-wdm0", ""});
  REQUIRE_FALSE(command->environment.empty());
  CHECK(command->environment.front() == std::pair<std::string, std::string>{"MODEMBENCH_QMI", "/dev/cdc-wdm0"});
}

TEST_CASE("what libqmi's tools have to be told follows from where the modem is") {
  Client client;
  client.command = {"mine", "{open_flag}", "{proxy}"};
  const auto arguments = [&](bool on_stage, bool by_proxy) {
    const Whereabouts whereabouts{.ports = {}, .folder = "/tmp/x", .on_stage = on_stage, .by_proxy = by_proxy};
    return start_command(client, use_of("mine"), whereabouts).value().arguments;
  };
  using Arguments = std::vector<std::string>;
  CHECK(arguments(true, false) == Arguments{"mine", "no"});
  CHECK(arguments(false, false) == Arguments{"mine", "--device-open-qmi", "no"});
  CHECK(arguments(true, true) == Arguments{"mine", "--device-open-proxy", "yes"});
  CHECK(arguments(false, true) == Arguments{"mine", "--device-open-proxy", "--device-open-qmi", "yes"});
}

TEST_CASE("a program that isn't installed, or not ours to run, is named") {
  Client client;
  client.package = "nowhere";
  client.programs = {"sh", "no-such-program-anywhere"};
  CHECK(unusable_program(client) == "no-such-program-anywhere isn't installed (Debian package nowhere)");
  client.programs = {"/etc/passwd"};
  CHECK(unusable_program(client) == "/etc/passwd may not be run by this user");
  client.programs = {"sh"};
  CHECK(unusable_program(client).empty());
}

TEST_CASE("what a client needs of its surroundings is read, and each of it means a stage") {
  const auto client = load_client(R"(about: a daemon
needs: {programs: [d], package: d, udev: [qmi, ttyUSB2], net: wwan0, dbus: system, services: [org.example.A]}
command: [d]
)",
                                  "mine.yaml");
  REQUIRE(client);
  CHECK(client->furnishing.udev.named == std::vector<PortName>{PortName::qmi, tty_usb(2)});
  CHECK(client->furnishing.net == "wwan0");
  CHECK(client->furnishing.system_bus);
  CHECK(client->furnishing.bus_services == std::vector<std::string>{"org.example.A"});
  for (const auto* need : {"udev: true", "net: wwan0", "dbus: system", "stage: true"}) {
    INFO(need);
    CHECK(load_client(fmt::format("about: x\nneeds: {{{}}}\ncommand: [x]\n", need), "mine.yaml")->needs_stage);
  }
  // Which ports it can open says nothing of a stage.
  using client_under_test::NeedsNode;
  for (const auto& [said, meant] : std::vector<std::pair<std::string, NeedsNode>>{
           {"false", NeedsNode::no}, {"true", NeedsNode::yes}, {"always", NeedsNode::always}}) {
    const auto opens = load_client(fmt::format("about: x\nneeds: {{node: {}}}\ncommand: [x]\n", said), "mine.yaml");
    CHECK(opens->needs_node == meant);
    CHECK_FALSE(opens->needs_stage);
  }
  CHECK_FALSE(load_client("about: x\nneeds: {node: seldom}\ncommand: [x]\n", "mine.yaml"));
  const auto plain = load_client("about: x\nneeds: {udev: false}\ncommand: [x]\n", "mine.yaml");
  CHECK_FALSE(plain->needs_stage);
  CHECK(plain->furnishing.udev.empty());
}

TEST_CASE("surroundings that there can't be are mistakes") {
  const auto client = load_client(R"(about: a daemon
needs: {udev: [qmi, ttyS7], net: a-name-that-is-too-long, services: [org.example.A]}
command: [d]
)",
                                  "mine.yaml");
  REQUIRE_FALSE(client);
  auto text = mistakes_of(client.error());
  const auto session = load_client("about: x\nneeds: {dbus: session, udev: perhaps}\ncommand: [x]\n", "other.yaml");
  REQUIRE_FALSE(session);
  approve("client_mistakes_surroundings", text + mistakes_of(session.error()));
}
