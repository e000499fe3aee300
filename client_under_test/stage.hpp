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

/// A function that runs in the stage, in a process of its own inside the namespaces. Its result is the exit status.
/// Signals are as at a program's start. Descriptors are ours; those that close on exec stay open until there is one.
using Inside = std::function<int()>;

/// What a client may need of its surroundings besides the modem's ports.
struct Furnishing {
  /// The ports that udev makes known, in its database and to programs that listen when ports come and go. Ports left
  /// out are as if a rule kept them from udev's readers. Empty: there is no udev.
  UdevPorts udev;
  bool system_bus = false;                ///< a system D-Bus where programs look for it
  std::vector<std::string> bus_services;  ///< names for which the bus starts programs when they are asked for
  /// variables added to the environment of the bus and of those programs
  std::vector<std::pair<std::string, std::string>> bus_environment;
  std::string net;  ///< the name of a network interface that comes and goes with the QMI port; empty: none
};

/// The surroundings in which unmodified clients find the modem where they look for it. They are namespaces of the run's
/// own (user where not root; mount, network, IPC, host name, PID) with /dev/cdc-wdm0, /dev/ttyUSBn and a /sys with the
/// modem on the USB. The machine is seen in them and can't be written. What is written to /etc, /var, /tmp, /run and
/// homes is the stage's own. All processes, files and mounts of a stage are gone with this object, and with this
/// process however it ends: the namespaces' first process lives only as long as a pipe to us.
class Stage {
 public:
  struct Options {
    std::vector<std::filesystem::path> keep;  ///< paths that look as outside and can be written; no links in them
    modem::UsbIdentity usb{};                 ///< the USB device in /sys, with its interfaces
    std::filesystem::path working_folder{};   ///< seen where it is, read-only, even if it lies in /tmp
    std::filesystem::path home{};             ///< the user's home, wherever it is
  };

  /// Builds a stage: namespaces as root, else namespaces below a user namespace. Refused where neither is allowed, with
  /// both reasons.
  static tl::expected<Stage, Reason> build(const Options& options);

  Stage(Stage&&) noexcept;
  Stage& operator=(Stage&&) noexcept;
  ~Stage();

  /// Adds what a client needs besides the ports. To be called before they are plugged in. Returns remarks in words
  /// (which kind of network interface), or what can't be had and why.
  tl::expected<std::string, Reason> furnish(const Furnishing& furnishing);

  /// Makes `target` (a pty's slave, e.g. /dev/pts/7) what clients see as the port: /dev/cdc-wdm0 with its network
  /// interface (if the stage is furnished with one), or /dev/ttyUSBn. sysfs and udev tell of it.
  tl::expected<void, Reason> plug(PortName port, const std::filesystem::path& target);
  /// Takes the port away again.
  tl::expected<void, Reason> unplug(PortName port);

  /// Starts `inside` as a process in the stage that is a child of ours. Returns its process id as we see it.
  tl::expected<pid_t, Reason> start(const Inside& inside);
  /// Runs `inside` in the stage to its end. Returns its exit status.
  tl::expected<int, Reason> run(const Inside& inside);

  /// Calls `open` in the stage's network namespace and returns the descriptor for us to use: a socket belongs to the
  /// namespace in which it was made.
  tl::expected<files::Descriptor, Reason> open_inside(const std::function<ports::Result<files::Descriptor>()>& open);

  /// What has failed of the bench's own parts in the stage (its keeper, its system bus), so that what was seen there is
  /// no evidence. Empty if nothing has.
  [[nodiscard]] std::string what_failed() const;
  /// A process in the stage's namespaces, with its id as we see it.
  [[nodiscard]] pid_t first_process() const;
  /// The stage's keeper, for a caller that has to end everything that lives in the stage.
  [[nodiscard]] std::shared_ptr<const Keeper> keeper() const;

  /// How the stage was built, in words: "as root", "as user in a user namespace".
  [[nodiscard]] const std::string& kind() const;
  /// The parts that couldn't be had as they should be, in words: "what stands in /var (Invalid argument) is read-only".
  /// Mostly empty.
  [[nodiscard]] const std::string& remark() const;

  /// Opens the other side of the network interface. Each read of the descriptor is a frame that the interface sends,
  /// each write one that it receives. To be called anew each time that the QMI port has been plugged in. No descriptor
  /// if there is no interface, or one that only looks like one.
  tl::expected<files::Descriptor, Reason> open_interface();

  /// The path by which clients in the stage name a port: /dev/cdc-wdm0, /dev/ttyUSB0.
  [[nodiscard]] static std::filesystem::path device(PortName port);

 private:
  struct State;
  explicit Stage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace modembench::client_under_test
