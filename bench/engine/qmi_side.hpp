#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/engine/connections.hpp"
#include "bench/engine/journal.hpp"
#include "bench/engine/outgoing.hpp"
#include "bench/engine/rule_book.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/serial/effect.hpp"

namespace modembench::bench {

/// The QMI port: bytes to requests, answers to bytes for whom they concern. What the modem says waits until `send_next`
/// sends it.
class QmiSide {
 public:
  QmiSide(Journal& journal, RuleBook& rules, const modem::Profile& profile, Sharing sharing)
      : journal_(journal),
        rules_(rules),
        modem_(profile),
        connections_(sharing),
        outgoing_(journal, connections_, rules) {}

  [[nodiscard]] const modem::Modem& modem() const { return modem_; }
  [[nodiscard]] Connections& connections() { return connections_; }

  void power_on();
  void power_off();
  /// The firmware starts anew: at once, or by `end_silence`.
  void reboot(const Reboot& reboot);
  void end_silence();

  /// Bytes that came in by an open connection, which may be closed meanwhile.
  struct Reception {
    ConnectionId connection = 0;
    std::optional<Connections::Opening> opening;
    qmi::ByteView bytes;
    std::size_t before = 0;  ///< of a frame that isn't whole, from earlier
    std::size_t taken = 0;   ///< as frames
  };
  [[nodiscard]] Reception receive(ConnectionId connection, qmi::ByteView bytes);
  /// The next request in them; a null one where the modem has refused what is none; nothing when they are at their end,
  /// or the connection is.
  using Request = std::shared_ptr<const qmi::Message>;
  [[nodiscard]] std::optional<Request> next_request(Reception& reception);

  /// Sends what the modem says, up to the first message that a rule does something at: what that rule does to the modem
  /// is to be done then, and this called again. Null when all is sent.
  [[nodiscard]] const Rule* send_next();

  /// Gives the request to the modem, and its answer, tampered with by `tamper` (of `rule`; both may be null), to the
  /// connection.
  void pass_on(ConnectionId connection, const qmi::Message& request, const Rule* rule, const Tamper* tamper);
  /// Gives `response` to the connection in the modem's place.
  void answer(ConnectionId connection, const qmi::Message& request, qmi::Message response, const Rule* rule,
              const Tamper* tamper);
  /// An indication that the modem wouldn't have sent, and bytes that nobody would.
  void indicate(const Indicate& indicate);
  void send_raw(const SendRaw& raw);
  /// A rule is disarmed: what it holds back goes out.
  void let_out(const Rule& rule) { outgoing_.let_out(rule); }

  void drop_calls(std::uint16_t reason);
  void change(const modem::Surroundings& surroundings);
  void count_traffic(std::uint32_t handle, const modem::Traffic& more);
  /// A host asks something of the modem by a serial port.
  void follow(const serial::Effect& effect);
  [[nodiscard]] std::string take_nmea() { return modem_.take_nmea(); }
  /// The network has an SMS for the modem.
  void deliver_sms(const DeliverSms& sms);
  /// The modem or its network changes.
  void set(const modem::SettingsChanges& changes);
  void close(ConnectionId connection, std::string why);

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Does one thing that is due at `due`, its next deadline; what the modem says to that is then to be sent.
  void step(Instant due);

 private:
  [[nodiscard]] Request receive_frame(ConnectionId connection, qmi::Bytes frame);
  void hang_up(ConnectionId connection, qmi::ByteView bytes, const qmi::Error& error);
  void await_answer(ConnectionId connection, const qmi::Header& request, const Rule* rule, const Tamper* tamper);
  /// What the modem says at one moment. What it says because of what is done meanwhile goes before the rest of it.
  struct Saying {
    std::deque<qmi::Message> messages;
    Duration delay{0};  ///< what a request causes comes after its answer, also if that is held back
  };
  void say(std::vector<qmi::Message> messages);
  void send(qmi::Message message, Duration& delay);
  /// What befalls a message that no rule about its request has spoken for.
  [[nodiscard]] Fate fate_of(const qmi::Message& message);
  void take_happenings();

  Journal& journal_;
  RuleBook& rules_;
  modem::Modem modem_;
  Connections connections_;
  Outgoing outgoing_;
  std::vector<Saying> sayings_;
  std::optional<Reboot> rebooting_;
};

}  // namespace modembench::bench
