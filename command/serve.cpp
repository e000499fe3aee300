#include <csignal>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "command/commands.hpp"
#include "command/output.hpp"
#include "command/scenario_files.hpp"
#include "emulator/embedded.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/folder.hpp"
#include "emulator/ports/plugged_modem.hpp"

namespace modembench::command {
namespace {

/// The scenario to serve: the one named, or a healthy MC8355.
scenario::Loaded<scenario::Scenario> scenario_of(const ServeArguments& arguments) {
  if (!arguments.scenario.empty()) {
    return read_scenario(arguments.scenario).map([](ReadyScenario ready) { return std::move(ready.scenario); });
  }
  const auto& modem = embedded_modems().front();
  return scenario::load_modem(modem.text, std::string(modem.name) + ".yaml").map([](scenario::ModemFile file) {
    scenario::Scenario healthy;
    healthy.profile = std::move(file.profile);
    healthy.serial = std::move(file.serial);
    return healthy;
  });
}

void say_where(const scenario::Scenario& scenario, const ServeArguments& arguments,
               const ports::Attachment& attachment) {
  const bool pty = arguments.on == "pty";
  fmt::print("{} on {}:\n", scenario.profile.about, pty ? "pseudo-terminals" : "UNIX sockets");
  for (const auto port : kAllPorts) {
    const auto path = attachment.folder() / to_string(port);
    fmt::print("  {}{}\n", path.string(), pty ? " -> " + attachment.target(port) : "");
  }
  if (pty) {
    fmt::print("try: qmicli -d {}/qmi --device-open-qmi --dms-get-model\n", attachment.folder().string());
  }
  say("ready; Ctrl-C ends it");
}

void print_event(const trace::Event& event) { say(trace::to_text(event)); }

}  // namespace

int serve(const ServeArguments& arguments) {
  const auto scenario = scenario_of(arguments);
  if (!scenario) {
    print(scenario.error());
    return kUnusable;
  }
  boost::asio::io_context io{1};
  boost::asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
  auto folder = arguments.folder.empty() ? ports::Folder::take_for_run() : ports::Folder::take(arguments.folder);
  if (!folder) {
    fmt::print(stderr, "modembench: {}\n", folder.error());
    return kUnusable;
  }
  auto attachment =
      arguments.on == "pty" ? ports::attach_pty(io, folder->path()) : ports::attach_socket(io, folder->path());
  if (!attachment) {
    fmt::print(stderr, "modembench: {}\n", attachment.error());
    return kUnusable;
  }
  trace::Trace trace(trace::Trace::Keep::nothing);
  if (arguments.verbose) trace.listen(print_event);
  scenario::ScriptedModem modem(*scenario, nullptr, trace);
  int status = kAllPassed;
  ports::PluggedModem plugged(
      io, modem, **attachment,
      {.unregistered = {}, .registered = {}, .start_client = {}, .failed = [&](const std::string& why) {
         fmt::print(stderr, "modembench: {}\n", why);
         status = kSomeFailed;
         io.stop();
       }});
  // Being told to end is how serving ends: no failure.
  signals.async_wait([&](boost::system::error_code error, int) {
    if (!error) io.stop();
  });
  plugged.start();
  say_where(*scenario, arguments, **attachment);
  io.run();
  return status;
}

}  // namespace modembench::command
