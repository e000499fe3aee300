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

/// What the outside has to do for the modem.
struct Output {
  enum class What : std::uint8_t {
    send,             ///< write `bytes` to `connection` of `port`, whole and by one write
    hang_up,          ///< end `connection` of `port`: what it sent can't be QMUX
    unregister_port,  ///< take the device node of `port` away and hang up whoever has it open
    register_port,    ///< put it there (again)
    start_client,
    unplug,   ///< take the device off its bus; unregister_port of each port follows (if `ports_come_by_host`)
    plug_in,  ///< put it there (again); the host registers the ports (likewise)
    reset,    ///< the host resets it (likewise): it unregisters the ports, and registers them again
    set_usb,  ///< from now on `usb` goes wrong; another device, as of a boot loader, is what the next plug_in makes
  };
  What what = What::send;
  PortName port = PortName::qmi;
  ConnectionId connection = 0;
  qmi::Bytes bytes{};
  modem::UsbFaults usb{};
};

/// A modem under a scenario, without I/O: the bytes of all its ports and the time go in; outputs and
/// the next deadline come out; what happens is written to the trace.
class ScriptedModem {
 public:
  /// `client` is the one of the scenario's clients that this run is for; null where none is started.
  /// `sharing` is how the connections of the QMI port share it.
  ScriptedModem(const Scenario& scenario, const ClientUse* client, trace::Trace& trace,
                Sharing sharing = Sharing::node);
  ~ScriptedModem();

  /// To be said first where a host registers the ports some time after the modem is plugged in: `registered` tells
  /// when.
  void ports_come_by_host();
  /// The host has registered a port by itself, or unregistered it.
  [[nodiscard]] std::vector<Output> registered(PortName port, Instant now);
  [[nodiscard]] std::vector<Output> unregistered(PortName port, Instant now);

  /// The modem is plugged in: its ports register, time starts to count.
  [[nodiscard]] std::vector<Output> plug_in(Instant now);
  [[nodiscard]] std::vector<Output> opened(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] std::vector<Output> closed(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] std::vector<Output> received(PortName port, ConnectionId connection, qmi::ByteView bytes, Instant now);
  /// A line the client printed, its start and its end are told by whoever runs it.
  [[nodiscard]] std::vector<Output> client_started(std::string command, Instant now);
  [[nodiscard]] std::vector<Output> client_said(std::string line, Instant now);
  /// A line of the log of the kernel that the modem is plugged into, where it has one.
  [[nodiscard]] std::vector<Output> kernel_said(std::string line, Instant now);
  [[nodiscard]] std::vector<Output> client_exited(int status, std::string in_words, Instant now);

  /// A data plane has moved so much over the call of `handle`: it is counted, and told of in the trace.
  [[nodiscard]] std::vector<Output> moved(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost,
                                          Instant now);
  /// The host has got the call's address from it.
  [[nodiscard]] std::vector<Output> dhcp_answered(Instant now);

  [[nodiscard]] std::vector<Output> advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  [[nodiscard]] const modem::Modem& modem() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modembench::bench
