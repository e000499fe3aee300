#pragma once

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bench/engine/data_side.hpp"
#include "bench/engine/journal.hpp"
#include "bench/engine/qmi_side.hpp"
#include "bench/engine/rule_book.hpp"
#include "bench/engine/scripted_modem.hpp"
#include "bench/engine/serial_side.hpp"
#include "bench/engine/timeline.hpp"
#include "emulator/modem/fixed_answers.hpp"

namespace modembench::bench {

/// A modem under a scenario, from the inside.
///
/// Every call from outside is one turn: `begin` moves the time and does what was due before; then comes what the call
/// is about; `end` does what became due by it, and gives the outputs. A turn has a limited number of steps.
///
/// The way of a request: `receive_qmi` takes frames from the bytes and has the rules look at each request (`answer`). A
/// rule may act on the modem (`act`), reply in its place, and tamper with what is answered; otherwise the modem answers
/// (QmiSide::pass_on). What the modem says waits in QmiSide until `send` sends it, message by message, as each may meet
/// a rule of its own that acts before the next one goes out. Outgoing delays, cuts and repeats; Connections knows who
/// is told.
///
/// Serial bytes, ports that come and go, and lines of the client take their own doors to the same rules. What a host
/// asks of the modem by a serial port goes to the modem as a request of its own client (`ask_for_ports`): no rule and
/// no connection sees the request and its response, but what else the modem says to it goes out as ever. Times are the
/// Timeline's: when rules fire, when what they do is done, when the client starts.
struct ScriptedModem::State {
  /// How many things are done in one turn: what is due at its moment, and rules that are met by an action of a rule.
  /// What sets itself off without end is stopped there.
  static constexpr std::size_t kMaxStepsAtOnce = 1000;

  State(const Scenario& scenario, const ClientUse* client, trace::Trace& trace, Sharing sharing)
      : rules(scenario.rules, scenario.seed),
        timeline(scenario.rules, client, rules),
        journal(timeline, trace),
        qmi(journal, rules, scenario.profile, sharing),
        ports(scenario.profile.identity.usb.shape.ports()),
        serial(scenario.profile.identity.usb.shape.serial_ports(), scenario.serial,
               modem::revision_of(scenario.profile.identity)),
        data(journal),
        usb(scenario.profile.settings.usb.faults) {}

  // --- a call, from its beginning to its end (state.cpp)

  /// Begins a call at `now` by doing what was due before it, so that what comes in finds things as they stand now.
  void begin(Instant now);
  [[nodiscard]] std::vector<Output> end();
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  void catch_up();
  /// Counts a step of this call. Returns false if there have been too many, which is noted once.
  bool take_step();
  /// Does one thing that is due at `due`. Of several things the modem's own comes first.
  void step(Instant due);
  void carry_out(const Timeline::Due& due);

  // --- rules (state_rules.cpp)

  void arm(const Rule& rule, bool armed);
  /// Does the actions of a rule, or sets them for later.
  void act(const Rule& rule);
  /// Does the actions of a rule now. An action can meet another rule, or the same one again; that rule waits for its
  /// turn.
  void act_now(const Rule& rule);
  void do_all(const Rule& rule);
  void carry_out(const Unregister& action) { unregister_port(action.port); }
  void carry_out(const Register& action) { register_port(action.port); }
  void carry_out(const Unplug& action) { unplug(action); }
  void carry_out(const Replug&) { plug_in(); }
  void carry_out(const ResetOnBus&) { reset(); }
  void carry_out(const Reboot& action);
  void carry_out(const DropCalls& action) { qmi.drop_calls(action.reason); }
  void carry_out(const ChangeSurroundings& action) { qmi.change(action.what); }
  void carry_out(const Say& action) { say_to_all(action.port, {action.text.begin(), action.text.end()}); }
  void carry_out(const SetSerial& action) { serial.set_voices(action.voices, journal.time()); }
  void carry_out(const SetModem& action);
  void carry_out(const DeliverSms& action) { qmi.deliver_sms(action); }
  void carry_out(const Indicate& action) { qmi.indicate(action); }
  void carry_out(const SendRaw& action) { qmi.send_raw(action); }
  void carry_out(const HangUp& action) { hang_up(action.port); }
  void carry_out(const Arm& action);
  // --- requests and what the modem says (state_qmi.cpp)

  /// Takes the bytes that came by an open connection of the QMI port.
  void receive_qmi(ConnectionId connection, qmi::ByteView bytes);
  /// Sends what the modem says; rules about its messages act in between.
  void send();
  void answer(ConnectionId connection, const qmi::Received& request);
  /// The answer that the rule gives in the modem's place; nothing: the modem answers by itself.
  [[nodiscard]] std::optional<qmi::Message> reply_to(const qmi::Header& request, const Rule& rule) const;

  // --- ports come and go (state_ports.cpp)

  void plug_in();
  void unplug(const Unplug& how, const char* why = "unplugged");
  /// Resets the device on its bus. Where the ports come by the host, the host tells what becomes of them.
  void reset();
  void end_reset();
  /// Changes what goes wrong on the USB. With firmware and without, the modem is two different devices: it leaves the
  /// bus as the one and comes back as the other.
  void set_usb(const Changes<modem::UsbFaults>& changes);
  void hang_up(PortName port);
  template <class Connections>
  static std::vector<ConnectionId> all_of(const Connections& open) {
    return {open.begin(), open.end()};
  }
  [[nodiscard]] bool is_registered(PortName port) const { return registered_ports.contains(port); }
  void register_port(PortName port);
  void unregister_port(PortName port, std::string by_whom = "by the host");
  [[nodiscard]] bool is_open(PortName port, ConnectionId connection);
  /// Opens a connection of `port`. Returns false if it can't be opened, and hangs it up then.
  bool open(PortName port, ConnectionId connection);
  void close(PortName port, ConnectionId connection);
  void set_off(const std::vector<const Rule*>& met);

  // --- serial ports (state_serial.cpp)

  void receive_serial(PortName port, ConnectionId connection, qmi::ByteView bytes);
  /// A connection of a serial port whose bytes are being answered.
  struct Writer {
    PortName port{};
    ConnectionId connection = 0;
  };
  /// Asks the modem what hosts ask of it by serial ports, and gives the ports its responses. What a port says to those
  /// goes to `writer` as long as it answers at once, and else, as all that comes later, to all of the port's
  /// connections.
  void ask_for_ports(std::optional<Writer> writer = std::nullopt);
  void say_to_all(PortName port, const qmi::Bytes& bytes);
  /// Says what the GPS receiver has said meanwhile, on the ports that carry it.
  void say_nmea();
  void send_serial(PortName port, ConnectionId connection, const qmi::Bytes& bytes);

  RuleBook rules;
  Timeline timeline;
  Journal journal;
  QmiSide qmi;
  std::vector<PortName> ports;  ///< all ports of the modem
  SerialSide serial;
  DataSide data;
  modem::UsbFaults usb;
  std::set<PortName> registered_ports;
  bool ports_come_by_host = false;
  bool plugged_in = false;
  std::vector<PortName> in_reset;     ///< ports that a reset has taken away, and will bring back
  std::deque<const Rule*> met_rules;  ///< rules that wait until the present rule's actions are done
  bool acting = false;                ///< the actions of a rule are being done
  std::size_t steps = 0;              ///< steps taken in this call
};

}  // namespace modembench::bench
