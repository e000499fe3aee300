#include "client_under_test/run.hpp"

#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client_under_test/client_clock.hpp"
#include "client_under_test/margin.hpp"
#include "client_under_test/process.hpp"
#include "client_under_test/run_in_process.hpp"
#include "client_under_test/stage.hpp"
#include "client_under_test/start_command.hpp"
#include "client_under_test/udev_rule.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/folder.hpp"
#include "emulator/ports/plugged_modem.hpp"
#include "emulator/ports/proxy.hpp"
#include "emulator/scenario/scripted_modem.hpp"
#include "gadget/attachment/gadget_setup.hpp"
#include "gadget/attachment/kernel_log.hpp"
#include "network/interface_port.hpp"
#include "network/network.hpp"

namespace modembench::client_under_test {
namespace {

using scenario::Verdict;

// What a client gets between SIGTERM and SIGKILL when the deadline has come: qmicli gives its client id back.
constexpr std::chrono::milliseconds kGrace{1000};

class Run {
 public:
  Run(const scenario::Scenario& scenario, const scenario::ClientUse& use, const Client& client,
      const RunOptions& options)
      : scenario_(scenario), use_(use), client_(client), options_(options) {
    result_.scenario = scenario.file;
    result_.client = use.as;
    if (options.listener) result_.trace.listen(options.listener);
    if (options.simulated) result_.clock = trace::Clock::simulated;
  }

  RunResult to_the_end() {
    const auto began = std::chrono::steady_clock::now();
    if (set_up()) {
      io_.run();
      drain();
      tear_down_client();
      if (result_.why.empty()) {
        result_.judgement = scenario::judge(scenario_, use_.as, result_.trace, modem_->modem());
        judge_margin();
      }
    }
    result_.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    // Listeners are the caller's: the trace must not call one that may be gone.
    result_.trace.listen({});
    return std::move(result_);
  }

 private:
  /// A run on a faster clock that has lost its margin proves nothing, neither way.
  void judge_margin() {
    if (options_.simulated || !options_.timed) return;
    const Strain strain{pulse_.worst(), client_held_up_};
    const auto margin = margin_of(scenario_, use_);
    auto lost = lost_margin(strain, result_.speed, margin);
    if (lost.empty()) return;
    result_.bearable_speed = bearable_speed(strain, margin);
    result_.judgement.verdict = Verdict::inconclusive;
    result_.why = std::move(lost);
  }

  bool set_up() {
    if (auto why = unusable_program(client_); !why.empty()) return end_with(Verdict::skipped, std::move(why));
    return make_folder() && make_stage() && choose_clock() && make_ports() && plug_ports_into_stage() &&
           make_network() && (on_gadget() || make_command()) && plug_in();
  }

  [[nodiscard]] bool on_gadget() const { return options_.on == On::gadget; }

  bool make_folder() {
    auto folder = ports::Folder::take_for_run();
    if (!folder) return end_with(Verdict::error, folder.error());
    folder_.emplace(std::move(*folder));
    return true;
  }

  bool make_stage() {
    result_.place = to_string(options_.on);
    if (scenario::needs_kernel(scenario_) && !on_gadget()) {
      return end_with(Verdict::skipped, "this is about what a kernel says of the modem: --on vm, or --on gadget");
    }
    // The machine itself has what a stage would have to feign.
    if (on_gadget()) {
      if (const auto ready = gadget::prepare_kernel(options_.gadget.udc); !ready) {
        return end_with(Verdict::skipped, ready.error());
      }
      return make_udev_rule();
    }
    std::string no_stage = options_.stage ? "" : "none wanted";
    // A socket can't stand in for /dev/cdc-wdm0: open(2) refuses it. The client gets its path instead.
    if (options_.on == On::socket) no_stage = "a socket can't stand in for a device node";
    if (no_stage.empty()) {
      auto stage = Stage::build({.keep = {folder_->path()}, .usb = scenario_.profile.usb});
      if (stage) {
        stage_.emplace(std::move(*stage));
        result_.place += ", in a stage " + stage_->kind();
        return furnish_stage();
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
    if (options_.on == On::proxy && options_.stage) {
      return end_with(Verdict::skipped,
                      "the name @qmi-proxy is to be the run's own, and there is no stage: " + no_stage);
    }
    return true;
  }

  bool make_udev_rule() {
    if (client_.furnishing.udev.empty()) return true;
    auto rule = UdevRule::leave_only(client_.furnishing.udev, scenario_.profile.usb);
    if (!rule) return end_with(Verdict::skipped, fmt::format("{} goes by udev: {}", use_.as, rule.error()));
    udev_rule_.emplace(std::move(*rule));
    return true;
  }

  bool furnish_stage() {
    furnishing_ = client_.furnishing;
    // Your own client's description, or none, need not say so: the scenario does.
    if (scenario::needs_traffic(scenario_) && furnishing_.net.empty()) furnishing_.net = "wwan0";
    const auto furnished = stage_->furnish(furnishing_);
    if (!furnished) {
      return end_with(Verdict::skipped,
                      fmt::format("{} needs what this stage can't have: {}", use_.as, furnished.error()));
    }
    if (!furnished->empty()) note(*furnished);
    return true;
  }

  bool choose_clock() {
    if (options_.speed == 1) return true;
    if (on_gadget()) {
      result_.place += ", on the machine's clock: the kernel's drivers have no other";
      return true;
    }
    // A set-uid program below a user namespace of ours is an ordinary one.
    const bool privileges_count = !stage_ && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
    if (const auto why = keeps_real_clock(client_, privileges_count); !why.empty()) {
      result_.place += ", on the machine's clock: " + why;
      return true;
    }
    result_.clock = trace::Clock::stretched;
    result_.speed = options_.speed;
    return true;
  }

  bool open_kernel_log() {
    auto log = gadget::KernelLog::open(io_);
    if (log) {
      kernel_log_ = std::move(*log);
    } else if (scenario::needs_kernel(scenario_)) {
      return end_with(Verdict::skipped, log.error());
    }
    return true;
  }

  bool make_ports() {
    if (on_gadget() && !open_kernel_log()) return false;
    // Before the ports: where a kernel makes them, time begins with them.
    modem_.emplace(scenario_, &use_, result_.trace,
                   options_.on == On::proxy ? scenario::Sharing::proxy : scenario::Sharing::node);
    auto attachment = attach();
    if (!attachment) return end_with(Verdict::error, attachment.error());
    attachment_ = std::move(*attachment);
    return true;
  }

  ports::Result<std::unique_ptr<ports::Attachment>> attach() {
    if (options_.on == On::pty) return ports::attach_pty(io_, folder_->path());
    if (options_.on == On::socket) return ports::attach_socket(io_, folder_->path());
    if (on_gadget()) {
      return gadget::attach_gadget(io_, folder_->path(),
                                   {.udc = options_.gadget.udc,
                                    .identity = scenario_.profile.usb,
                                    .detach_by = options_.gadget.detach_by,
                                    .faults = scenario_.profile.usb_faults});
    }
    const auto listen = [] { return ports::listen_as_proxy(); };
    auto listening = stage_ ? stage_->open_inside(listen) : listen();
    if (!listening) return tl::unexpected(listening.error());
    proxy_ = ports::Proxy::serve(io_, std::move(*listening), [this](std::string text) { note(std::move(text)); });
    proxy_->start();
    ports::ProxyPorts wanted;
    if (stage_) wanted.also_known_as = {Stage::device(PortName::qmi).string()};
    return ports::attach_proxy(io_, *proxy_, folder_->path(), wanted);
  }

  void note(std::string text) {
    result_.trace.add({.at = plugged_ ? plugged_->now() : Instant{0}, .text = std::move(text)});
  }

  bool plug_ports_into_stage() {
    if (!stage_) return true;
    for (const auto port : kAllPorts) {
      if (const auto plugged = stage_->plug(port, attachment_->target(port)); !plugged) {
        return end_with(Verdict::error, plugged.error());
      }
    }
    return true;
  }

  bool make_network() {
    const bool has_interface = stage_ && !furnishing_.net.empty();
    if (has_interface && !open_interface()) return false;
    if (!interface_ && !on_gadget()) {
      if (!scenario::needs_traffic(scenario_)) return true;
      return end_with(Verdict::skipped, has_interface ? furnishing_.net + " can't carry any frames here"
                                                      : "this is about what passes over a network interface, which is "
                                                        "to be had in a stage or on a gadget only");
    }
    auto network =
        network::Network::start(io_, folder_->path(),
                                {.to_host =
                                     [this](qmi::ByteView frame) {
                                       if (interface_) interface_->send(frame);
                                       if (on_gadget()) attachment_->send_frame(frame);
                                     },
                                 .moved = [this](std::uint32_t handle, const modem::Traffic& more,
                                                 std::uint64_t lost) { plugged_->moved(handle, more, lost); },
                                 .dhcp_answered = [this] { plugged_->dhcp_answered(); },
                                 .failed = [this](const std::string& why) { end_with(Verdict::error, why); },
                                 .to_qmi_wwan = on_gadget()});
    if (!network) return end_with(Verdict::error, network.error());
    network_ = std::move(*network);
    return true;
  }

  bool open_interface() {
    interface_.reset();
    auto frames = stage_->open_interface();
    if (!frames) return end_with(Verdict::error, furnishing_.net + ": " + frames.error());
    if (!*frames) return true;
    interface_ = network::InterfacePort::open(io_, std::move(*frames), [this](qmi::ByteView frame) {
      if (network_) network_->from_host(frame);
    });
    return true;
  }

  bool make_command() {
    Whereabouts whereabouts{.ports = {},
                            .folder = folder_->path(),
                            .on_stage = stage_.has_value(),
                            .real_device = on_gadget(),
                            .by_proxy = options_.on == On::proxy};
    for (const auto port : kAllPorts) {
      auto& path = whereabouts.ports[port];
      path = stage_ ? Stage::device(port) : attachment_->folder() / to_string(port);
      // Also where it is gone meanwhile: a client knows where its modem was.
      if (const auto node = nodes_.find(port); node != nodes_.end()) path = node->second;
    }
    auto command = start_command(client_, use_, whereabouts);
    if (!command) return end_with(Verdict::error, command.error());
    command_ = std::move(*command);
    if (result_.speed == 1) return true;
    auto faster = faster_clock(result_.speed, folder_->path());
    if (!faster) return end_with(Verdict::error, faster.error());
    command_.environment.insert(command_.environment.end(), faster->begin(), faster->end());
    return true;
  }

  bool plug_in() {
    plugged_.emplace(io_, *modem_, *attachment_,
                     ports::PluggedModem::Hooks{
                         .unregistered = [this](PortName port) { leave_stage(port); },
                         .registered = [this](PortName port) { enter_stage(port); },
                         .frame =
                             [this](qmi::ByteView frame) {
                               if (network_) network_->from_host(frame);
                             },
                         .start_client = [this] { start_client(); },
                         .failed = [this](const std::string& why) { end_with(Verdict::error, why); },
                         .data_link = [this](const modem::DataLink& link) { set_data_link(link); },
                     },
                     result_.speed);
    clock_ = ports::Clock(result_.speed);
    signals_.async_wait([this](boost::system::error_code error, int signal) {
      if (error) return;
      result_.interrupted_by = signal;
      end_with(Verdict::error, fmt::format("ended by signal {}", signal));
    });
    deadline_.expires_after(clock_.wall(scenario_.deadline));
    deadline_.async_wait([this](boost::system::error_code error) {
      if (!error) reach_deadline();
    });
    // No margin can be lost on a clock that is nobody's; and in a guest each beat is work.
    if (!options_.simulated) pulse_.start();
    plugged_->start();
    if (kernel_log_) kernel_log_->follow([this](const std::string& line) { plugged_->kernel_said(line); });
    return result_.why.empty();
  }

  void set_data_link(const modem::DataLink& link) {
    if (network_) network_->set_link(link);
  }

  void leave_stage(PortName port) {
    if (!stage_) return;
    if (port == PortName::qmi) interface_.reset();
    if (const auto gone = stage_->unplug(port); !gone) end_with(Verdict::error, gone.error());
  }

  void enter_stage(PortName port) {
    if (on_gadget()) nodes_[port] = attachment_->target(port);
    if (!stage_) return;
    if (const auto there = stage_->plug(port, attachment_->target(port)); !there) {
      end_with(Verdict::error, there.error());
    } else if (port == PortName::qmi && network_ && !interface_) {
      open_interface();
    }
  }

  /// On a gadget the client's command is made when it starts: the ports have their names then, and one that goes by
  /// udev finds it through with the new device.
  void start_client() {
    if (!on_gadget()) return start_client_now();
    settle_until_ = ports::Clock::Wall::now() + gadget::kMaxUdevSettle;
    start_client_when_settled();
  }

  void start_client_when_settled() {
    const bool udev_is_through = client_.furnishing.udev.empty() || gadget::udev_is_settled();
    const bool settled = udev_is_through && attachment_->all_ports_came();
    if (settled || ports::Clock::Wall::now() >= settle_until_) {
      if (make_command()) start_client_now();
      return;
    }
    constexpr std::chrono::milliseconds kLookAgain{10};
    settle_.expires_after(kLookAgain);
    settle_.async_wait([this](boost::system::error_code error) {
      if (!error) start_client_when_settled();
    });
  }

  void start_client_now() {
    load_before_ = load_so_far();
    auto process = Process::start(io_, command_, stage_ ? &*stage_ : nullptr,
                                  {.says = [this](std::string line) { plugged_->client_said(line); },
                                   .ended = [this](const Ended& ended) { client_ended(ended); }});
    if (!process) {
      end_with(Verdict::error, process.error());
      return;
    }
    process_ = std::move(*process);
    folder_->note_process_group(process_->group());
    plugged_->client_started(client_.command.empty() ? "the script of " + client_.name
                                                     : fmt::format("{}", fmt::join(command_.arguments, " ")));
  }

  void client_ended(const Ended& ended) {
    plugged_->client_exited(ended.status, ended.in_words);
    finish();
  }

  void reach_deadline() {
    trace::Event event{.at = plugged_->now(), .what = trace::What::note};
    event.text = fmt::format("the deadline of {}s has come", std::chrono::duration<double>(scenario_.deadline).count());
    if (!process_) {
      result_.trace.add(std::move(event));
      finish();
      return;
    }
    event.text += ", the client is ended";
    result_.trace.add(std::move(event));
    process_->end(kGrace);
  }

  void finish() { io_.stop(); }

  // What the client did last may still lie in the ports: all that is ready now belongs to the run.
  void drain() {
    io_.restart();
    io_.poll();
    if (kernel_log_) kernel_log_->drain();
  }

  void tear_down_client() {
    // A client that is killed with a request on its way waits for the USB's answer, which nobody gives any more.
    if (on_gadget()) attachment_->unplug();
    process_.reset();
    interface_.reset();
    // With the client gone, what it computed is known; that of who kept the stage is none of it.
    client_held_up_ = held_up(load_before_, load_so_far());
    stage_.reset();
  }

  bool end_with(Verdict verdict, std::string why) {
    if (result_.why.empty()) {
      result_.judgement.verdict = verdict;
      result_.why = std::move(why);
    }
    finish();
    return false;
  }

  const scenario::Scenario& scenario_;
  const scenario::ClientUse& use_;
  const Client& client_;
  const RunOptions& options_;
  RunResult result_;

  boost::asio::io_context io_{1};
  boost::asio::signal_set signals_{io_, SIGINT, SIGTERM, SIGHUP};
  boost::asio::steady_timer deadline_{io_};
  boost::asio::steady_timer settle_{io_};
  ports::Clock::Wall::time_point settle_until_;
  Pulse pulse_{io_};
  ports::Clock clock_;
  Load load_before_;
  std::chrono::microseconds client_held_up_{0};
  std::optional<ports::Folder> folder_;
  std::unique_ptr<ports::Proxy> proxy_;
  std::unique_ptr<ports::Attachment> attachment_;
  std::optional<Stage> stage_;
  Furnishing furnishing_;
  std::optional<UdevRule> udev_rule_;
  std::unique_ptr<gadget::KernelLog> kernel_log_;
  std::map<PortName, std::string> nodes_;  ///< that the kernel has made, on a gadget
  Command command_;
  std::optional<scenario::ScriptedModem> modem_;
  std::optional<ports::PluggedModem> plugged_;
  std::unique_ptr<network::Network> network_;
  std::unique_ptr<network::InterfacePort> interface_;
  std::unique_ptr<Process> process_;
};

}  // namespace

std::string_view to_string(On on) {
  switch (on) {
    case On::pty:
      return "pty";
    case On::socket:
      return "socket";
    case On::proxy:
      return "proxy";
    case On::gadget:
      return "gadget";
    case On::in_process:
      return "in-process";
  }
  return "";
}

RunResult run(const scenario::Scenario& scenario, const scenario::ClientUse& use, const Client& client,
              const RunOptions& options) {
  if (options.on != On::gadget && scenario::needs_usb(scenario)) {
    RunResult skipped;
    skipped.scenario = scenario.file;
    skipped.client = use.as;
    skipped.judgement.verdict = Verdict::skipped;
    skipped.why = "it sets what goes wrong on the USB, which there is with --on gadget only";
    skipped.place = to_string(options.on);
    return skipped;
  }
  if (options.on == On::in_process) return run_in_process(scenario, use, client, options);
  return Run(scenario, use, client, options).to_the_end();
}

}  // namespace modembench::client_under_test
