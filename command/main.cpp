#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "command/commands.hpp"
#include "command/terminal.hpp"
#include "gadget/attachment/configfs_gadget.hpp"
#include "network/network.hpp"

namespace {

using namespace modembench::command;

using modembench::client_under_test::AttachmentKind;

/// The names of those that are wanted, in the order of their table.
std::vector<std::string> attachments(const std::function<bool(const AttachmentKind&)>& wanted) {
  std::vector<std::string> names;
  for (const auto& kind : modembench::client_under_test::attachment_kinds()) {
    if (wanted(kind)) names.emplace_back(kind.name);
  }
  return names;
}

std::vector<std::string> attachments_to_run() {
  auto names = attachments([](const AttachmentKind&) { return true; });
  names.emplace_back("vm");
  return names;
}

/// Nothing is no file's name; nor is it the wish to have no file.
CLI::Validator named() {
  return CLI::Validator([](const std::string& path) { return std::string(path.empty() ? "is no path" : ""); }, "");
}

void add_files(CLI::App& app, OutputFiles& files) {
  auto path = files.reports.begin();
  for (const auto& format : modembench::report::kOutputFormats) {
    auto* option = app.add_option(format.option, *path++, format.about)->check(named());
    if (!format.file_in_folder.empty()) option->option_text("DIR");
  }
}

void add_usb(CLI::App& command, modembench::client_under_test::UsbOptions& usb) {
  command.add_option("--udc", usb.udc, "With --on gadget: the USB device controller; without, the first that is free");
  command
      .add_option_function<std::string>(
          "--detach", [&usb](const std::string& name) { usb.detach_by = *modembench::gadget::detach_by(name); },
          "With --on gadget and usbip: how 'unregister' takes the driver off")
      ->check(CLI::IsMember({"sysfs", "usbfs"}))
      ->default_str("sysfs");
}

void add_variables(CLI::App& command, std::vector<std::string>& variables) {
  command.add_option("--var", variables, "NAME=VALUE of a scenario's variable, or one of its matrix")
      ->allow_extra_args(false);
}

void add_clock(CLI::App& app, std::string& clock, const std::string& what) {
  app.add_option("--clock", clock, what)
      ->check(CLI::IsMember(std::vector<std::string>{"virtual", "machine"}))
      ->capture_default_str();
}

void add_run(CLI::App& app, RunArguments& arguments, int& status) {
  auto* run = app.add_subcommand("run", "Run clients against scenarios and judge them");
  run->add_option("SCENARIO", arguments.scenarios, "Scenario files, or folders of them")->required();
  run->add_option("--client", arguments.client, "Run this client instead of the scenarios' own");
  run->add_option("--on", arguments.on,
                  "Where the modem is plugged in; in-process: reference and naive alone, without waiting")
      ->check(CLI::IsMember(attachments_to_run()))
      ->capture_default_str();
  add_clock(*run, arguments.clock, "Of the modem and the client: virtual, where waiting takes no time; or machine");
  run->add_option("--vm-on", arguments.vm_on)->group("");
  run->add_option("--only", arguments.only)->group("");
  run->add_flag("--plant-early-jumps", arguments.early_jumps)->group("");
  run->add_flag("--counted-clock", arguments.counted_clock)->group("");
  run->add_flag("--confined", arguments.confined)->group("");
  add_usb(*run, arguments.usb);
  add_variables(*run, arguments.variables);
  run->add_option("--seed", arguments.seed, "What is drawn is drawn by this, not by the scenarios' own seeds");
  run->add_flag("--no-stage", arguments.no_stage, "Plain ports: no namespaces, no /dev/cdc-wdm0");
  run->add_flag("--prove", arguments.prove, "Also run the clients a scenario must catch, and see that it does");
  add_files(*run, arguments.files);
  run->add_option("--pcap", arguments.files.pcap, "Write a capture of each run to this folder, for Wireshark")
      ->check(named())
      ->option_text("DIR");
  run->add_option("--kernel-log", arguments.files.kernel_log,
                  "Of --on vm: write what the guest's kernel said in each run to this folder")
      ->check(named())
      ->option_text("DIR");
  run->add_option("--jobs", arguments.jobs, "So many runs side by side; or auto")->option_text("N");
  run->add_option("--shard", arguments.shard, "Only the I-th of N parts of it all; or auto, as the CI says")
      ->option_text("I/N");
  run->add_option("--timings", arguments.timings, "What runs took, to share them out: a --results or --junit file");
  run->add_flag("-v,--verbose", arguments.verbose, "Print the exchange in words");
  run->footer("A command after \"--\" is run as the client: modembench run S.yaml -- my-client --port {qmi}");
  run->callback([&] { status = modembench::command::run(arguments); });
}

void add_report(CLI::App& app, MergeArguments& arguments, int& status) {
  auto* report = app.add_subcommand("report", "Make reports of what has been run");
  report->require_subcommand(1);
  auto* merge = report->add_subcommand("merge", "Put the parts of a suite together");
  merge->add_option("RESULTS", arguments.results, "What 'run --shard I/N --results FILE' wrote, of each part")
      ->required();
  add_files(*merge, arguments.files);
  merge->callback([&] { status = modembench::command::merge(arguments); });
}

void add_serve(CLI::App& app, ServeArguments& arguments, int& status) {
  auto* serve = app.add_subcommand("serve", "Plug the modem in until ended, for your own tools");
  serve->add_option("SCENARIO", arguments.scenarios,
                    "What goes wrong; of several, a modem for each; a healthy modem without");
  serve->add_option("--modem", arguments.modem, "The healthy modem: a built-in one's name, or a file's path")
      ->excludes(serve->get_option("SCENARIO"));
  serve->add_option("--modems", arguments.modems, "So many modems (of each scenario), in DIR/1, DIR/2 ...")
      ->check(CLI::Range(std::size_t{1}, kMaxModems))
      ->capture_default_str();
  serve->add_option("--on", arguments.on, "Where the modem is plugged in")
      ->check(CLI::IsMember(attachments([](const AttachmentKind& kind) { return !kind.ports_on.empty(); })))
      ->capture_default_str();
  add_usb(*serve, arguments.usb);
  add_variables(*serve, arguments.variables);
  serve->add_flag("--qmi-only", arguments.qmi_only, "No serial ports: a thousand modems need none");
  serve->add_option("--dir", arguments.folder, "Folder of the ports: DIR/qmi, DIR/ttyUSB0 ...")
      ->check(CLI::Validator(
          [](const std::string& folder) { return folder.empty() ? std::string("an empty path is no folder's") : ""; },
          ""));
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
  list->add_flag("--json", listed.json, "Of scenarios and clients: for programs, with all that each of them needs");
  list->callback([&] { status = modembench::command::list(listed); });

  app.add_subcommand("schema", "Print the JSON Schema of scenarios, for editors")->callback([&] {
    status = modembench::command::schema();
  });
}

/// For the clients that come with the bench, and for whoever wants to see how they do it: not in the help, which is
/// about judging clients.
void add_client(CLI::App& app, ClientArguments& arguments, int& status) {
  auto* client = app.add_subcommand("client", "Be the reference client, or its naive counterpart")->group("");
  client->add_option("WHO", arguments.who, "reference or naive")
      ->required()
      ->check(CLI::IsMember({"reference", "naive"}));
  client->add_option("--qmi", arguments.qmi, "The QMI port: a device node, a pseudo-terminal, a UNIX socket");
  client->add_option("--proxy", arguments.proxy, "Ask for the QMI port at qmi-proxy: yes or no")
      ->check(CLI::IsMember({"yes", "no"}))
      ->capture_default_str();
  client->add_option("--probe", arguments.probe, "Serial ports to be probed by what they say");
  client->add_option("--apn", arguments.apn, "The access point's name")->capture_default_str();
  client->add_option("--pin", arguments.pin, "The SIM's PIN; nothing: none is sent")->expected(0, 1);
  client->add_option("--for", arguments.stay, "Stay connected for this time, then disconnect");
  client->add_flag("--once", arguments.once, "Connect, look at the settings, disconnect");
  client->callback([&] { status = modembench::command::client(arguments); });
}

void add_guest(CLI::App& app, GuestArguments& arguments, int& status) {
  auto* guest = app.add_subcommand("guest", "Run a command, given after \"--\", in a guest as 'run --on vm' has it");
  add_clock(*guest, arguments.clock, "Of the guest: virtual, where waiting takes no time; or machine");
  guest->add_flag("--kernel-log", arguments.kernel_log, "Also print what the kernel said meanwhile");
  guest->callback([&] { status = modembench::command::guest(arguments); });
}

void add_fuzz(CLI::App& app, FuzzArguments& arguments, int& status) {
  auto* fuzz = app.add_subcommand("fuzz", "Run a client against a modem that says odd things, and see what it does");
  fuzz->add_option("--client", arguments.client, "The client; that of the scenario without");
  fuzz->add_option("--scenario", arguments.scenario, "How the modem stands, and what happens to it anyway");
  fuzz->add_option("--seed", arguments.seed, "What is drawn is drawn by this")->capture_default_str();
  fuzz->add_option("--runs", arguments.runs, "So many tries");
  fuzz->add_option("--time", arguments.time, "So long: 10m; without either, until it is ended");
  fuzz->add_option("--jobs", arguments.jobs, "So many side by side; or auto")->option_text("N")->capture_default_str();
  fuzz->add_option("--dir", arguments.folder, "Where findings and the corpus are kept, and gone on with")
      ->option_text("DIR")
      ->capture_default_str();
  fuzz->add_option("--on", arguments.on, "Where the modem is plugged in; in-process: reference and naive alone")
      ->check(CLI::IsMember(attachments([](const AttachmentKind& kind) { return !kind.real_device; })))
      ->capture_default_str();
  add_clock(*fuzz, arguments.clock, "Of the modem and the client: virtual, where waiting takes no time; or machine");
  fuzz->add_option("--deadline", arguments.deadline, "A client that still runs then hangs; libqmi waits 180 s for one")
      ->capture_default_str();
  fuzz->add_flag("--leaks-on-failure", arguments.leaks_on_failure,
                 "A client that fails must give everything back, too");
  fuzz->add_flag("--no-stage", arguments.no_stage, "Plain ports: no namespaces, no /dev/cdc-wdm0");
  fuzz->footer("A command after \"--\" is run as the client");
  fuzz->callback([&] { status = modembench::command::fuzz(arguments); });
}

/// The version, and what this build has been made without.
std::string version() {
  std::string text = MODEMBENCH_VERSION;
  for (const auto& missing : {modembench::gadget::missing_library(), modembench::network::missing_library()}) {
    if (!missing.empty()) text += "\n" + missing;
  }
  return text;
}

/// CLI11 would read options behind "--" as ours where a sub-command takes positionals: they are the client's.
std::vector<std::string> split_own_command(std::vector<std::string>& arguments) {
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> own(std::next(dashes), arguments.end());
  arguments.erase(dashes, arguments.end());
  return own;
}

/// What was printed is only then told when all of it has got where it was to go.
int ended(int status) {
  const bool whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return whole ? status : unusable("can't write to standard output");
}

/// The help, or what is wrong with the options.
int say_how(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out;
  std::ostringstream wrong;
  const int code = app.exit(error, out, wrong);
  std::fputs(shown(Lines{out.str()}).c_str(), stdout);
  std::fputs(shown(Lines{wrong.str()}).c_str(), stderr);
  return ended(code == 0 ? kAllPassed : kUnusable);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that has gone shall be a write that fails and ends a run in good order, not our death.
  std::signal(SIGPIPE, SIG_IGN);
  // So shall be a file that has no room for it (RLIMIT_FSIZE).
  std::signal(SIGXFSZ, SIG_IGN);
  std::vector<std::string> words(argv + 1, argv + argc);
  RunArguments run_arguments;
  ServeArguments serve_arguments;
  MergeArguments merge_arguments;
  DecodeArguments decode_arguments;
  ListArguments list_arguments;
  ReadArguments read_arguments;
  ClientArguments client_arguments;
  FuzzArguments fuzz_arguments;
  GuestArguments guest_arguments;
  const auto own = split_own_command(words);
  run_arguments.own = own;
  fuzz_arguments.own = own;
  guest_arguments.command = own.empty() ? std::vector<std::string>{"uname", "-a"} : own;

  int status = kAllPassed;
  CLI::App app{"modembench: a modem that isn't there, and the bench that judges who talks to it"};
  app.set_version_flag("--version", version());
  app.require_subcommand(1);
  add_run(app, run_arguments, status);
  add_serve(app, serve_arguments, status);
  add_client(app, client_arguments, status);
  add_fuzz(app, fuzz_arguments, status);
  add_guest(app, guest_arguments, status);
  add_report(app, merge_arguments, status);
  add_readers(app, read_arguments, decode_arguments, list_arguments, status);
  try {
    std::reverse(words.begin(), words.end());  // the order CLI11 takes a vector in
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return say_how(app, error);
  } catch (const std::bad_alloc&) {
    return unusable("there is no more memory");
  } catch (const std::exception& error) {
    return unusable(error.what());
  }
  return ended(status);
}
