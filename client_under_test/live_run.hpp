#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bench/engine/scripted_modem.hpp"
#include "client_under_test/client.hpp"
#include "client_under_test/end_signals.hpp"
#include "client_under_test/pause.hpp"
#include "client_under_test/plugged_modem.hpp"
#include "client_under_test/process.hpp"
#include "client_under_test/run.hpp"
#include "client_under_test/stage.hpp"
#include "client_under_test/udev_rule.hpp"
#include "client_under_test/virtual_clock.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/proxy.hpp"
#include "files/descriptor.hpp"
#include "files/own_folder.hpp"
#include "gadget/attachment/kernel_log.hpp"
#include "network/interface_port.hpp"
#include "network/network.hpp"

/// The story of a live run.
///
/// 1. Setting up. The end signals are held back first, so that none leaves anything behind. Then each thing is made
///    that the next one needs: a folder of the run's own; the stage, which is namespaces in which the client finds the
///    modem where it looks for it (on a real device a udev rule instead); the clock, a virtual one if the client can be
///    on it; what the stage needs besides (udev, a system bus, a network interface); the modem and its ports, which are
///    put into the stage; the network behind the modem; the client's command. What can't be had ends the run here, as
///    skipped or as an error.
/// 2. Plugging in. The modem's time begins, its ports register, and the deadline is set.
/// 3. Starting the client. The modem says when, as the scenario has it. On a real device the start waits until all
///    ports have come and udev is through. The client runs below a warden, which is to end whatever it starts.
/// 4. Running. One event loop carries bytes between the ports and the modem, frames between the interface and the
///    network, and lines of the client and the kernel to the modem, which acts by the scenario's rules. A virtual clock
///    stands still while anything computes, and then jumps to the next deadline.
/// 5. The end. The client ends by itself; or the deadline comes, and the client gets SIGTERM and, after a grace,
///    SIGKILL; or an end signal comes, and the client gets the same with less grace; or a part of the bench fails, and
///    the run is an error at once. Without a client the run lasts to its deadline.
/// 6. Afterwards. What still lies in the ports and in the kernel's log is taken in. The stage is asked whether a part
///    of it has failed. Then client, interface and stage go; a real device is unplugged before them.
/// 7. The verdict. If nothing has spoiled the run, the trace is held against the scenario's expectations. A run that
///    was held up for too long on the machine's clock is inconclusive. The rest of the set-up goes with this object:
///    the network, the modem, the ports, and at last the folder and the hold on the signals.
namespace modembench::client_under_test {

/// One run of a client as a process, from the folder for its files to the verdict. Destroying a run clears away what
/// `set_up` has made for it, in the opposite order.
class LiveRun {
 public:
  /// All four arguments must outlive the run.
  LiveRun(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
          const RunOptions& options);

  /// Runs everything and returns the result. Blocks until the client has ended, the deadline has come, or a signal. To
  /// be called once.
  RunResult to_the_end();

 private:
  // Making what the run takes. Each returns false where that can't be had, with the verdict and the reason in the
  // result.
  bool set_up();
  bool make_folder();
  bool make_stage();
  bool build_stage();
  [[nodiscard]] Stage::Options stage_options(std::vector<std::filesystem::path> writes) const;
  bool make_udev_rule();
  bool furnish_stage();
  bool choose_clock();
  bool open_kernel_log();
  bool make_ports();
  ports::Result<std::unique_ptr<ports::Attachment>> attach();
  ports::Result<void> serve_proxy();
  bool plug_ports_into_stage();
  bool make_network();
  bool open_interface();
  bool make_command();

  // From the plug to the client's end.
  void live();
  bool take_in();
  [[nodiscard]] bool time_goes_with_machine() const;
  bool plug_in();
  void set_data_link(const modem::DataLink& link);
  void tell_clock(PortName port);
  void leave_stage(PortName port);
  void enter_stage(PortName port);
  /// Starts the client. On a gadget this waits, within a limit, until all ports have their names and udev is through
  /// with the new device if the client goes by udev; the client's command is made only then.
  void start_client();
  void start_client_when_settled();
  void start_client_now();
  void client_ended(const Ended& ended);
  void reach_deadline();
  void interrupt(int signal);

  // The end.
  void finish() {
    over_ = true;
    io_.stop();
  }
  /// Makes the verdict inconclusive if the run was held up for too long: it then proves nothing, neither way.
  void judge_pause();
  void note(std::string text);
  void drain();
  void check_stage();
  void tear_down_client();
  bool end_with(bench::Verdict verdict, std::string why);
  void blame(bench::Verdict verdict, std::string why);

  const bench::Scenario& scenario_;
  const bench::ClientUse& use_;
  const Client& client_;
  const RunOptions& options_;
  const AttachmentKind& on_;
  RunResult result_;

  /// Made first and destroyed last, so that no signal ends this process while anything of the run is there.
  EndSignals signals_;
  boost::asio::io_context io_{1};
  std::optional<EndSignalWatch> end_signal_;
  boost::asio::signal_set continued_{io_, SIGCONT};
  boost::asio::steady_timer settle_{io_};
  ports::MachineClock::Wall::time_point settle_until_;
  bool over_ = false;
  Pulse pulse_{io_};
  Pause pause_;
  std::int64_t killed_for_memory_before_ = 0;
  std::optional<files::OwnFolder> folder_;
  std::optional<ClockFolder> clock_folder_;
  std::optional<VirtualClock> virtual_clock_;
  ports::MachineClock machine_clock_{io_};
  ports::Clock* clock_ = &machine_clock_;  ///< the modem's clock
  std::unique_ptr<ports::Timer> deadline_;
  std::unique_ptr<ports::Proxy> proxy_;
  std::unique_ptr<ports::Attachment> attachment_;
  std::optional<Stage> stage_;
  Furnishing furnishing_;
  std::optional<UdevRule> udev_rule_;
  std::unique_ptr<gadget::KernelLog> kernel_log_;
  std::map<PortName, std::string> nodes_;  ///< the nodes that the kernel has made, on a gadget
  Command command_;
  std::optional<bench::ScriptedModem> modem_;
  std::optional<client_under_test::PluggedModem> plugged_;
  std::unique_ptr<network::Network> network_;
  std::unique_ptr<network::InterfacePort> interface_;
  files::Descriptor neighbours_;  ///< see open_neighbours()
  std::unique_ptr<Process> process_;
};

}  // namespace modembench::client_under_test
