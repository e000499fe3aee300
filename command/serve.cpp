#include <sys/resource.h>

#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include "bench/language/load.hpp"
#include "client_under_test/end_signals.hpp"
#include "command/commands.hpp"
#include "command/ends_in_time.hpp"
#include "command/output.hpp"
#include "command/rack.hpp"
#include "command/scenario_files.hpp"
#include "command/terminal.hpp"
#include "emulator/embedded.hpp"
#include "files/own_folder.hpp"

namespace modembench::command {
namespace {

bench::Loaded<bench::Scenario> healthy_modem(const std::string& name) {
  const std::string modem(name.empty() ? kUsualModem : name);
  return bench::find_modem(modem, {.read_file = read_given_yaml}).map([](bench::ModemFile file) {
    bench::Scenario healthy;
    healthy.profile = std::move(file.profile);
    healthy.serial = std::move(file.serial);
    return healthy;
  });
}

/// The scenarios to serve: those named, or a healthy modem. All mistakes of all of them.
bench::Loaded<std::vector<bench::Scenario>> scenarios_of(const ServeArguments& arguments) {
  std::vector<bench::Scenario> scenarios;
  bench::Mistakes mistakes;
  const auto take = [&](bench::Loaded<bench::Scenario> loaded) {
    if (loaded) {
      scenarios.push_back(std::move(*loaded));
    } else {
      mistakes.insert(mistakes.end(), loaded.error().begin(), loaded.error().end());
    }
  };
  if (arguments.scenarios.empty()) take(healthy_modem(arguments.modem));
  if (!arguments.scenarios.empty()) {
    auto ready = read_all(arguments.scenarios, arguments.variables);
    if (!ready) return tl::unexpected(ready.error());
    for (auto& one : *ready) scenarios.push_back(std::move(one.scenario));
  }
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return scenarios;
}

// A modem on the USB is taken off it in the kernel's own time.
constexpr std::chrono::seconds kTimeToUnplug{10};

/// A client of each of thousands of modems is a descriptor each: as many as this user may have.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

void say_ports(const bench::Scenario& scenario, const ports::Attachment& attachment, bool with_targets) {
  for (const auto port : scenario.profile.identity.usb.shape.ports()) {
    const auto target = attachment.target(port);
    if (target.empty()) continue;
    const auto path = attachment.folder() / to_string(port);
    print("  {}{}\n", path.string(), with_targets && target != path ? " -> " + target : "");
  }
}

void say_where(const std::vector<const bench::Scenario*>& scenarios, const ServeArguments& arguments,
               const Rack& rack) {
  const auto& first = *scenarios.front();
  const auto& on = *client_under_test::find_attachment_kind(arguments.on);
  if (rack.size() == 1) {
    print("{} on {}:\n", first.profile.identity.about, on.ports_on);
  } else {
    print("{} modems on {}:\n", rack.size(), on.ports_on);
  }
  constexpr std::size_t kShown = 8;
  for (std::size_t i = 0; i < rack.size(); ++i) {
    if (rack.size() > kShown && i == kShown - 1 && i + 1 < rack.size()) {
      print("  ...\n");
      i = rack.size() - 1;
    }
    if (rack.size() > 1 && !scenarios[i]->file.empty()) print("  {}:\n", scenarios[i]->file);
    say_ports(*scenarios[i], rack.attachment(i), rack.size() == 1);
  }
  const auto qmi = rack.attachment(0).folder() / to_string(PortName::qmi);
  if (on.real_device) {
    const auto node = rack.attachment(0).target(PortName::qmi);
    if (node.empty()) print("  a host that is connected to the USB device controller sees it\n");
    if (!node.empty()) print("try: qmicli -d {} --dms-get-model\n", node);
  } else if (on.offers_qmicli) {
    print("try: qmicli -d {} {}--device-open-qmi --dms-get-model\n", qmi.string(), on.qmicli);
  }
  say("ready; Ctrl-C ends it");
}

}  // namespace

int serve(const ServeArguments& arguments) {
  const auto loaded = scenarios_of(arguments);
  if (!loaded) {
    print(loaded.error());
    return kUnusable;
  }
  const auto refuse = [](const std::string& why) {
    complain(why);
    return kUnusable;
  };
  std::vector<const bench::Scenario*> scenarios;
  for (const auto& scenario : *loaded) scenarios.insert(scenarios.end(), arguments.modems, &scenario);
  if (scenarios.empty()) {
    return refuse(fmt::format("no scenarios (*.yaml) in {}", fmt::join(arguments.scenarios, ", ")));
  }
  if (scenarios.size() > kMaxModems) {
    return refuse(fmt::format("{} modems are wanted, {} is the most", scenarios.size(), kMaxModems));
  }

  allow_many_descriptors();
  client_under_test::EndSignals signals;
  const EndsInTime ends_in_time(signals, kTimeToUnplug);
  boost::asio::io_context io{1};
  auto folder = arguments.folder.empty() ? files::OwnFolder::take_for_run() : files::OwnFolder::take(arguments.folder);
  if (!folder) return refuse(folder.error());
  int status = kAllPassed;
  Rack rack(io,
            {.on = client_under_test::find_attachment_kind(arguments.on),
             .usb = arguments.usb,
             .qmi_only = arguments.qmi_only,
             .verbose = arguments.verbose},
            [&](const std::string& why) {
              complain(why);
              status = kSomeFailed;
              io.stop();
            });
  if (const auto plugged = rack.plug_in(scenarios, *folder); !plugged) return refuse(plugged.error());
  const client_under_test::EndSignalWatch end_signal(io, signals, [&](int) { io.stop(); });
  rack.start();
  say_where(scenarios, arguments, rack);
  io.run();
  // Being told to end is how serving ends: no failure.
  static_cast<void>(signals.take());
  return status;
}

}  // namespace modembench::command
