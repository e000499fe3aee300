#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "bench/engine/connections.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/instant.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::bench {

/// Something that the owner of a scripted modem has to do for it.
struct Output {
  enum class Kind : std::uint8_t {
    send,             ///< write `bytes` to `connection` of `port`, whole and by one write
    hang_up,          ///< end `connection` of `port`: what it sent can't be QMUX
    unregister_port,  ///< take the device node of `port` away and end all its connections
    register_port,    ///< put the device node of `port` there (again)
    start_client,
    unplug,   ///< take the device off its bus; if `ports_come_by_host`, unregister_port of each port follows
    plug_in,  ///< put the device on its bus (again); if `ports_come_by_host`, the host registers the ports
    /// let the host reset the device: it unregisters the ports and registers them again (if `ports_come_by_host`)
    reset,
    /// from now on `usb` goes wrong; a change to another device, as a boot loader is one, shows at the next plug_in
    set_usb,
  };
  Kind kind = Kind::send;
  PortName port = PortName::qmi;
  ConnectionId connection = 0;
  qmi::Bytes bytes{};
  modem::UsbFaults usb{};
};

/// A modem under a scenario, without I/O. The bytes of all its ports and the time go in; outputs and the next deadline
/// come out. What happens is written to the trace.
class ScriptedModem {
 public:
  /// `scenario` and `trace` must outlive the modem. `client` is the one of the scenario's clients that this run is for;
  /// null: no client is started. `sharing` says how the connections share the QMI port.
  ScriptedModem(const Scenario& scenario, const ClientUse* client, trace::Trace& trace,
                Sharing sharing = Sharing::node);
  ~ScriptedModem();

  /// Says that a host registers the ports some time after the modem is plugged in, and that `registered` tells when. To
  /// be called before all others.
  void ports_come_by_host();
  /// Tells that the host has registered a port by itself, or unregistered it.
  [[nodiscard]] std::vector<Output> registered(PortName port, Instant now);
  [[nodiscard]] std::vector<Output> unregistered(PortName port, Instant now);

  /// Plugs the modem in: its ports register, and time starts to count.
  [[nodiscard]] std::vector<Output> plug_in(Instant now);
  [[nodiscard]] std::vector<Output> opened(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] std::vector<Output> closed(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] std::vector<Output> received(PortName port, ConnectionId connection, qmi::ByteView bytes, Instant now);
  /// Tells of the client: its start, each line that it prints, and its end. The caller runs the client.
  [[nodiscard]] std::vector<Output> client_started(std::string command, Instant now);
  [[nodiscard]] std::vector<Output> client_said(std::string line, Instant now);
  /// Tells of a line in the log of the kernel that the modem is plugged into, where there is one.
  [[nodiscard]] std::vector<Output> kernel_said(std::string line, Instant now);
  [[nodiscard]] std::vector<Output> client_exited(int status, std::string in_words, Instant now);

  /// Counts what a data plane has moved over the call with the packet data handle `handle`, and writes it to the trace.
  /// `lost` is the number of frames that were lost.
  [[nodiscard]] std::vector<Output> moved(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost,
                                          Instant now);
  /// Tells that the host has got its address from the call by DHCP.
  [[nodiscard]] std::vector<Output> dhcp_answered(Instant now);

  [[nodiscard]] std::vector<Output> advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  [[nodiscard]] const modem::Modem& modem() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modembench::bench
