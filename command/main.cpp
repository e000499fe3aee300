#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iterator>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "command/commands.hpp"

namespace {

using namespace modembench::command;

const std::vector<std::string> kAttachments = {"pty", "socket", "proxy"};

void add_variables(CLI::App& command, std::vector<std::string>& variables) {
  command.add_option("--var", variables, "NAME=VALUE of a scenario's variable, or one of its matrix")
      ->allow_extra_args(false);
}

void add_run(CLI::App& app, RunArguments& arguments, int& status) {
  auto* run = app.add_subcommand("run", "Run clients against scenarios and judge them");
  run->add_option("SCENARIO", arguments.scenarios, "Scenario files, or folders of them")->required();
  run->add_option("--client", arguments.client, "Run this client instead of the scenarios' own");
  run->add_option("--on", arguments.on, "Where the modem is plugged in")
      ->check(CLI::IsMember(kAttachments))
      ->capture_default_str();
  add_variables(*run, arguments.variables);
  run->add_option("--seed", arguments.seed, "What is drawn is drawn by this, not by the scenarios' own seeds");
  run->add_flag("--no-stage", arguments.no_stage, "Plain ports: no namespaces, no /dev/cdc-wdm0");
  run->add_flag("--prove", arguments.prove, "Also run the clients a scenario must catch, and see that it does");
  run->add_flag("-v,--verbose", arguments.verbose, "Print the exchange in words");
  run->footer("A command after \"--\" is run as the client: modembench run S.yaml -- my-client --port {qmi}");
  run->callback([&] { status = modembench::command::run(arguments); });
}

void add_serve(CLI::App& app, ServeArguments& arguments, int& status) {
  auto* serve = app.add_subcommand("serve", "Plug the modem in until ended, for your own tools");
  serve->add_option("SCENARIO", arguments.scenarios,
                    "What goes wrong; of several, a modem for each; a healthy modem without");
  serve->add_option("--modems", arguments.modems, "So many modems (of each scenario), in DIR/1, DIR/2 ...")
      ->check(CLI::Range(std::size_t{1}, kMaxModems))
      ->capture_default_str();
  serve->add_option("--on", arguments.on, "Where the modem is plugged in")
      ->check(CLI::IsMember(kAttachments))
      ->capture_default_str();
  add_variables(*serve, arguments.variables);
  serve->add_flag("--qmi-only", arguments.qmi_only, "No serial ports: a thousand modems need none");
  serve->add_option("--dir", arguments.folder, "Folder of the ports: DIR/qmi, DIR/ttyUSB0 ...");
  serve->add_flag("-v,--verbose", arguments.verbose, "Print the exchange in words");
  serve->callback([&] { status = modembench::command::serve(arguments); });
}

void add_readers(CLI::App& app, ReadArguments& read, DecodeArguments& decoded, ListArguments& listed, int& status) {
  auto* check = app.add_subcommand("check", "Read scenarios without running them");
  auto* explain = app.add_subcommand("explain", "Print scenarios flattened and in words");
  for (auto* reader : {check, explain}) {
    reader->add_option("SCENARIO", read.scenarios, "Scenario files, or folders of them")->required();
    add_variables(*reader, read.variables);
  }
  check->callback([&] { status = modembench::command::check(read); });
  explain->callback([&] { status = modembench::command::explain(read); });

  auto* decode = app.add_subcommand("decode", "Explain QMI bytes");
  decode->add_option("HEX", decoded.hex, "QMUX frames in hexadecimal; standard input without");
  decode->callback([&] { status = modembench::command::decode(decoded); });

  auto* list = app.add_subcommand("list", "Show scenarios, clients or messages");
  list->add_option("WHAT", listed.what, "scenarios, clients or messages")
      ->required()
      ->check(CLI::IsMember({"scenarios", "clients", "messages"}));
  list->add_option("DETAILS", listed.details, "Folders of scenarios; services, or names, of messages");
  list->callback([&] { status = modembench::command::list(listed); });

  app.add_subcommand("schema", "Print the JSON Schema of scenarios, for editors")->callback([&] {
    status = modembench::command::schema();
  });
}

/// CLI11 would read options behind "--" as ours where a sub-command takes positionals: they are the client's.
std::vector<std::string> split_own_command(std::vector<std::string>& arguments) {
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> own(std::next(dashes), arguments.end());
  arguments.erase(dashes, arguments.end());
  return own;
}

/// The way out of what can't go on (standard output that takes nothing more, no memory): everything that a run holds
/// has been given back on the way here.
int give_up(const char* why) {
  std::fputs("modembench: ", stderr);
  std::fputs(why, stderr);
  std::fputs("\n", stderr);
  return kUnusable;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that has gone shall be a write that fails and ends a run in good order, not our death.
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> words(argv + 1, argv + argc);
  RunArguments run_arguments;
  ServeArguments serve_arguments;
  DecodeArguments decode_arguments;
  ListArguments list_arguments;
  ReadArguments read_arguments;
  run_arguments.own = split_own_command(words);

  int status = kAllPassed;
  CLI::App app{"modembench: a Sierra MC8355 that isn't there, and the bench that judges who talks to it"};
  app.set_version_flag("--version", MODEMBENCH_VERSION);
  app.require_subcommand(1);
  add_run(app, run_arguments, status);
  add_serve(app, serve_arguments, status);
  add_readers(app, read_arguments, decode_arguments, list_arguments, status);
  try {
    std::reverse(words.begin(), words.end());  // the order CLI11 takes a vector in
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kAllPassed : kUnusable;
  } catch (const std::exception& error) {
    return give_up(error.what());
  }
  if (std::fflush(stdout) != 0) return give_up("can't write to standard output");
  return status;
}
