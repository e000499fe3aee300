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

namespace modembench::client_under_test {

/// One client on its ports, as a process, from the folder for its files to the verdict. What is made for it (`set_up`)
/// is cleared away in the opposite order with this object.
class LiveRun {
 public:
  /// All four outlive it.
  LiveRun(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
          const RunOptions& options);

  /// Blocks until the client has ended, the deadline has come, or a signal. Once only.
  RunResult to_the_end();

 private:
  // What it takes; false where it can't be had, with the verdict and the reason in the result.
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
  /// On a gadget the client's command is made when it starts: the ports have their names then, and one that goes by
  /// udev finds it through with the new device.
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
  /// A run that was held up for too long proves nothing, neither way.
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

  EndSignals signals_;  ///< first of all that is made, so that none ends this process while there is any of it
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
  ports::Clock* clock_ = &machine_clock_;  ///< the modem's
  std::unique_ptr<ports::Timer> deadline_;
  std::unique_ptr<ports::Proxy> proxy_;
  std::unique_ptr<ports::Attachment> attachment_;
  std::optional<Stage> stage_;
  Furnishing furnishing_;
  std::optional<UdevRule> udev_rule_;
  std::unique_ptr<gadget::KernelLog> kernel_log_;
  std::map<PortName, std::string> nodes_;  ///< that the kernel has made, on a gadget
  Command command_;
  std::optional<bench::ScriptedModem> modem_;
  std::optional<client_under_test::PluggedModem> plugged_;
  std::unique_ptr<network::Network> network_;
  std::unique_ptr<network::InterfacePort> interface_;
  files::Descriptor neighbours_;  ///< see open_neighbours()
  std::unique_ptr<Process> process_;
};

}  // namespace modembench::client_under_test
