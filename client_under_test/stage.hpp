#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "client_under_test/udev_ports.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "emulator/port_name.hpp"
#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {

class Keeper;

/// Why something couldn't be had, in words.
using Reason = std::string;

/// What runs in the stage: called in a process of its own inside the namespaces; its result is the exit status. Signals
/// are as at a program's start, descriptors are ours: those that close on exec are open until it does.
using Inside = std::function<int()>;

/// What a client may need of its surroundings besides the modem's ports.
struct Furnishing {
  /// The ports that udev makes known: in its database, and to those who listen when they come and go. Those left out
  /// are as ones that a rule keeps from its readers. Empty: there is no udev.
  UdevPorts udev;
  bool system_bus = false;                ///< a system D-Bus where programs look for it
  std::vector<std::string> bus_services;  ///< names on it for which it starts programs when they are asked for
  std::vector<std::pair<std::string, std::string>> bus_environment;  ///< added to its environment and theirs
  std::string net;  ///< a network interface of that name comes and goes with the QMI port
};

/// The surroundings in which unmodified clients find the modem where they look for it: namespaces of the
/// run's own (user where not root; mount, network, IPC, host name, PID) with /dev/cdc-wdm0, /dev/ttyUSBn and
/// a /sys with the modem on the USB. The machine is seen in it and can't be written; what is written to /etc, /var,
/// /tmp, /run and homes is the stage's own. Everything in it, processes, files and mounts, is gone with this object,
/// and with this process however it ends (the namespaces' first process lives only as long as a pipe to us).
class Stage {
 public:
  struct Options {
    std::vector<std::filesystem::path> keep;  ///< looks as outside and can be written; no links in it
    modem::UsbIdentity usb{};                 ///< what the USB device in /sys is, with its interfaces
    std::filesystem::path working_folder{};   ///< seen where it is, read-only, also if it lies in /tmp
    std::filesystem::path home{};             ///< the user's, wherever it is
  };

  /// Tried in this order: namespaces as root; namespaces below a user namespace. Refused where neither is
  /// allowed, with both reasons.
  static tl::expected<Stage, Reason> build(const Options& options);

  Stage(Stage&&) noexcept;
  Stage& operator=(Stage&&) noexcept;
  ~Stage();

  /// Adds what a client needs besides the ports, before they are plugged in: what that came to, in words (which kind of
  /// network interface), or what can't be had and why.
  tl::expected<std::string, Reason> furnish(const Furnishing& furnishing);

  /// Makes `target` (a pty's slave, e.g. /dev/pts/7) what clients see as the port: /dev/cdc-wdm0 with its
  /// network interface (if it is furnished with one), or /dev/ttyUSBn; with what sysfs and udev say of it.
  tl::expected<void, Reason> plug(PortName port, const std::filesystem::path& target);
  /// Takes it away again.
  tl::expected<void, Reason> unplug(PortName port);

  /// Starts `inside` as a process in the stage that is a child of ours; its process id as we see it.
  tl::expected<pid_t, Reason> start(const Inside& inside);
  /// Runs `inside` in the stage to its end; its exit status.
  tl::expected<int, Reason> run(const Inside& inside);

  /// What `open` makes in the stage's network namespace, for us to use: a socket belongs to where it was made.
  tl::expected<files::Descriptor, Reason> open_inside(const std::function<ports::Result<files::Descriptor>()>& open);

  /// What of the bench's own in the stage has failed, so that what was seen there is no evidence: its keeper, its
  /// system bus. Empty if nothing has.
  [[nodiscard]] std::string what_failed() const;
  /// A process in its namespaces, as we see it.
  [[nodiscard]] pid_t first_process() const;
  /// For who has to end all that lives in it.
  [[nodiscard]] std::shared_ptr<const Keeper> keeper() const;

  /// "as root", "as user in a user namespace".
  [[nodiscard]] const std::string& kind() const;
  /// What couldn't be had as it should be, in words: "what stands in /var (Invalid argument) is read-only". Mostly
  /// empty.
  [[nodiscard]] const std::string& remark() const;

  /// Who moves the frames of the network interface: a descriptor of which each read is a frame that the interface
  /// sends, each write one that it receives. To be asked for anew each time that the QMI port has been plugged in. No
  /// descriptor where there is no interface, or it is one that only looks like one.
  tl::expected<files::Descriptor, Reason> open_interface();

  /// How clients in the stage name a port: /dev/cdc-wdm0, /dev/ttyUSB0 …
  [[nodiscard]] static std::filesystem::path device(PortName port);

 private:
  struct State;
  explicit Stage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace modembench::client_under_test
