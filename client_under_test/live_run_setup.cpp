#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <sys/prctl.h>

#include "client_under_test/client_clock.hpp"
#include "client_under_test/client_writes.hpp"
#include "client_under_test/kernel_network.hpp"
#include "client_under_test/live_run.hpp"
#include "client_under_test/own_program.hpp"
#include "client_under_test/start_command.hpp"

// What a run takes, in the order in which it is made.
namespace modembench::client_under_test {

using bench::Verdict;

namespace {

bool names_own_program(const Client& client, const bench::ClientUse& use) {
  const auto names_it = [](const std::string& text) { return text.find("{modembench}") != std::string::npos; };
  const auto value_names_it = [&](const auto& named) { return names_it(named.second); };
  return names_it(client.script) || std::any_of(client.command.begin(), client.command.end(), names_it) ||
         std::any_of(client.files.begin(), client.files.end(), value_names_it) ||
         std::any_of(client.variables.begin(), client.variables.end(), value_names_it) ||
         std::any_of(use.variables.begin(), use.variables.end(), value_names_it);
}

/// Whether udev has to be at work for it. Of a client of the user's own nobody knows.
bool goes_by_udev(const Client& client) {
  const auto known = built_in_clients();
  return !client.furnishing.udev.empty() || std::find(known.begin(), known.end(), client.name) == known.end();
}

}  // namespace

bool LiveRun::set_up() {
  if (auto why = unusable_program(client_); !why.empty()) return end_with(Verdict::skipped, std::move(why));
  return make_folder() && make_stage() && choose_clock() && (!stage_ || furnish_stage()) && make_ports() &&
         plug_ports_into_stage() && make_network() && (on_.real_device || make_command()) && plug_in();
}

bool LiveRun::make_folder() {
  auto folder = files::OwnFolder::take_for_run();
  if (!folder) return end_with(Verdict::error, folder.error());
  folder_.emplace(std::move(*folder));
  return true;
}

bool LiveRun::make_stage() {
  result_.place = on_.name;
  if (client_.needs_node > on_.gives) return end_with(Verdict::skipped, use_.as + std::string(on_.why_not));
  if (bench::needs_kernel(scenario_) && !on_.real_device) {
    return end_with(Verdict::skipped, "this is about what a kernel says of the modem: --on vm, or --on gadget");
  }
  if (on_.prepare != nullptr) {
    if (const auto ready = on_.prepare(options_.usb); !ready) return end_with(Verdict::skipped, ready.error());
  }
  // The machine itself has what a stage would have to feign.
  return on_.real_device ? make_udev_rule() : build_stage();
}

bool LiveRun::build_stage() {
  std::string no_stage = options_.stage ? "" : "none wanted";
  if (!on_.no_stage.empty()) no_stage = on_.no_stage;
  if (no_stage.empty()) {
    const auto writes = writable_paths(client_);
    if (!writes) return end_with(Verdict::error, writes.error());
    auto stage = Stage::build(stage_options(*writes));
    if (stage) {
      stage_.emplace(std::move(*stage));
      result_.place += ", in a stage " + stage_->kind();
      if (!stage_->remark().empty()) result_.place += "; " + stage_->remark();
      return true;
    }
    no_stage = stage.error();
  }
  result_.place += ", without a stage: " + no_stage;
  if (client_.needs_stage) {
    return end_with(Verdict::skipped, fmt::format("{} looks for /dev/cdc-wdm0 and sysfs by itself, and there is no "
                                                  "stage: {}",
                                                  use_.as, no_stage));
  }
  // The proxy's name is one for the whole network namespace: the machine's is used where that was asked for only.
  if (on_.by_proxy() && options_.stage) {
    return end_with(Verdict::skipped, "the name @qmi-proxy is to be the run's own, and there is no stage: " + no_stage);
  }
  return true;
}

Stage::Options LiveRun::stage_options(std::vector<std::filesystem::path> writes) const {
  std::error_code none;
  const char* home = std::getenv("HOME");
  Stage::Options options{.keep = std::move(writes),
                         .usb = scenario_.profile.identity.usb,
                         .working_folder = std::filesystem::current_path(none),
                         .home = home != nullptr ? home : ""};
  options.keep.push_back(std::filesystem::canonical(folder_->path(), none));
  return options;
}

bool LiveRun::make_udev_rule() {
  if (options_.confined && goes_by_udev(client_)) wake_udev();
  if (client_.furnishing.udev.empty()) return true;
  auto rule = UdevRule::leave_only(client_.furnishing.udev, scenario_.profile.identity.usb);
  if (!rule) return end_with(Verdict::skipped, fmt::format("{} goes by udev: {}", use_.as, rule.error()));
  udev_rule_.emplace(std::move(*rule));
  return true;
}

bool LiveRun::furnish_stage() {
  // A driver that is told by sysfs to leave the header out is one of a kernel.
  if (bench::needs_traffic(scenario_) && scenario_.profile.settings.control.raw_ip) {
    return end_with(Verdict::skipped,
                    "this modem passes raw IP, which a stage's network interface doesn't: --on vm, or "
                    "--on gadget");
  }
  furnishing_ = client_.furnishing;
  if (clock_folder_) furnishing_.bus_environment = clock_folder_->environment();
  // Your own client's description, or none, need not say so: the scenario does.
  if (bench::needs_traffic(scenario_) && furnishing_.net.empty()) furnishing_.net = "wwan0";
  const auto furnished = stage_->furnish(furnishing_);
  if (!furnished) {
    return end_with(Verdict::skipped,
                    fmt::format("{} needs what this stage can't have: {}", use_.as, furnished.error()));
  }
  if (!furnished->empty()) note(*furnished);
  return true;
}

bool LiveRun::choose_clock() {
  const auto keep_machines = [this](const std::string& why) {
    result_.place += ", on the machine's clock: " + why;
    return true;
  };
  if (!options_.virtual_clock) return true;
  if (on_.real_device) return options_.counted || keep_machines("the kernel's drivers have no other");
  if (const auto why = ClientTasks::missing(); !why.empty()) return keep_machines(why);
  // A set-uid program below a user namespace of ours is an ordinary one.
  const bool privileges_count = !stage_ && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
  if (const auto why = keeps_machine_clock(client_, privileges_count); !why.empty()) return keep_machines(why);
  auto folder = ClockFolder::make(folder_->place());
  if (!folder) return keep_machines(folder.error());
  clock_folder_.emplace(std::move(*folder));
  virtual_clock_.emplace(*clock_folder_);
  if (options_.jumps_early) virtual_clock_->plant_early_jumps();
  clock_ = &*virtual_clock_;
  result_.clock = trace::Clock::jumping;
  return true;
}

bool LiveRun::open_kernel_log() {
  auto log = gadget::KernelLog::open(io_);
  if (log) {
    kernel_log_ = std::move(*log);
  } else if (bench::needs_kernel(scenario_)) {
    return end_with(Verdict::skipped, log.error());
  }
  return true;
}

bool LiveRun::make_ports() {
  if (on_.real_device && !open_kernel_log()) return false;
  // Before the ports: where a kernel makes them, time begins with them.
  modem_.emplace(scenario_, &use_, result_.trace, on_.sharing);
  auto attachment = attach();
  if (!attachment) return end_with(Verdict::error, attachment.error());
  attachment_ = std::move(*attachment);
  return true;
}

ports::Result<std::unique_ptr<ports::Attachment>> LiveRun::attach() {
  const auto ports = scenario_.profile.identity.usb.shape.ports();
  PlugSite site{.io = io_,
                .folder = folder_->place(),
                .usb_identity = scenario_.profile.identity.usb,
                .usb_settings = scenario_.profile.settings.usb,
                .ports = ports,
                .usb = options_.usb};
  if (on_.by_proxy()) {
    if (const auto serving = serve_proxy(); !serving) return tl::unexpected(serving.error());
    site.proxy = proxy_.get();
    if (stage_) site.also_known_as = {Stage::device(PortName::qmi).string()};
  }
  return on_.attach(std::move(site));
}

ports::Result<void> LiveRun::serve_proxy() {
  const auto listen = [] { return ports::listen_as_proxy(); };
  auto listening = stage_ ? stage_->open_inside(listen) : listen();
  if (!listening) return tl::unexpected(listening.error());
  proxy_ = ports::Proxy::serve(io_, std::move(*listening), [this](std::string text) { note(std::move(text)); });
  proxy_->start();
  return {};
}

bool LiveRun::plug_ports_into_stage() {
  if (!stage_) return true;
  for (const auto port : scenario_.profile.identity.usb.shape.ports()) {
    if (const auto plugged = stage_->plug(port, attachment_->target(port)); !plugged) {
      return end_with(Verdict::error, plugged.error());
    }
  }
  return true;
}

bool LiveRun::make_network() {
  // What isn't about traffic goes on without any.
  if (const auto missing = network::missing_library(); !missing.empty()) {
    return !bench::needs_traffic(scenario_) || end_with(Verdict::skipped, missing);
  }
  const bool has_interface = stage_ && !furnishing_.net.empty();
  if (has_interface && !open_interface()) return false;
  if (!interface_ && !on_.real_device) {
    if (!bench::needs_traffic(scenario_)) return true;
    return end_with(Verdict::skipped, has_interface ? furnishing_.net + " can't carry any frames here"
                                                    : "this is about what passes over a network interface, which is "
                                                      "to be had in a stage or on a gadget only");
  }
  if (virtual_clock_ && interface_) {
    auto neighbours = stage_->open_inside([] { return open_neighbours(); });
    if (!neighbours) return end_with(Verdict::error, neighbours.error());
    neighbours_ = std::move(*neighbours);
  }
  auto network = network::Network::start(io_, *clock_, folder_->place(),
                                         {.to_host =
                                              [this](qmi::ByteView frame) {
                                                if (interface_) interface_->send(frame);
                                                if (on_.real_device) attachment_->send_frame(frame);
                                              },
                                          .moved = [this](std::uint32_t handle, const modem::Traffic& more,
                                                          std::uint64_t lost) { plugged_->moved(handle, more, lost); },
                                          .dhcp_answered = [this] { plugged_->dhcp_answered(); },
                                          .failed = [this](const std::string& why) { end_with(Verdict::error, why); },
                                          .to_qmi_wwan = on_.real_device});
  if (!network) return end_with(Verdict::error, network.error());
  network_ = std::move(*network);
  return true;
}

bool LiveRun::open_interface() {
  interface_.reset();
  auto frames = stage_->open_interface();
  if (!frames) return end_with(Verdict::error, furnishing_.net + ": " + frames.error());
  if (!*frames) return true;
  interface_ = network::InterfacePort::open(io_, std::move(*frames), [this](qmi::ByteView frame) {
    if (network_) network_->from_host(frame);
  });
  return true;
}

bool LiveRun::make_command() {
  Whereabouts whereabouts{.ports = {},
                          .folder = folder_->path(),
                          .on_stage = stage_.has_value(),
                          .real_device = on_.real_device,
                          .by_proxy = on_.by_proxy()};
  for (const auto port : scenario_.profile.identity.usb.shape.ports()) {
    auto& path = whereabouts.ports[port];
    path = stage_ ? Stage::device(port) : attachment_->folder() / to_string(port);
    // Also where it is gone meanwhile: a client knows where its modem was.
    if (const auto node = nodes_.find(port); node != nodes_.end()) path = node->second;
  }
  if (names_own_program(client_, use_)) {
    auto own = own_program(folder_->path());
    if (!own) return end_with(Verdict::error, own.error());
    whereabouts.own_program = std::move(*own);
  }
  auto command = start_command(client_, use_, whereabouts);
  if (!command) return end_with(Verdict::error, command.error());
  command_ = std::move(*command);
  command_.confined = options_.confined && !stage_;
  if (!clock_folder_) return true;
  const auto more = clock_folder_->environment();
  command_.environment.insert(command_.environment.end(), more.begin(), more.end());
  return true;
}

}  // namespace modembench::client_under_test
