#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bench/engine/connections.hpp"
#include "bench/engine/journal.hpp"
#include "bench/engine/outgoing.hpp"
#include "bench/engine/rule_book.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/qmi/received.hpp"

namespace modembench::bench {

/// The QMI port: turns bytes into requests, and answers into bytes for the connections that they concern. What the
/// modem says waits until `send_next` sends it.
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
  /// Restarts the firmware, which runs again at once or with `end_silence`.
  void reboot(const Reboot& reboot);
  void end_silence();

  /// Bytes that came in by an open connection. The connection may close while they are being read.
  struct Reception {
    ConnectionId connection = 0;
    std::optional<Connections::Opening> opening;
    qmi::ByteView bytes;
    std::size_t before = 0;  ///< bytes of an incomplete frame from earlier
    std::size_t taken = 0;   ///< bytes taken as frames so far
    qmi::Bytes frame{};      ///< that of the last request
  };
  [[nodiscard]] Reception receive(ConnectionId connection, qmi::ByteView bytes);
  /// The next request in `reception`. A null one stands for a frame that is no request and that the modem has refused.
  /// Nothing when the bytes are at their end, or the connection is closed.
  /// A request is of use until the next one is asked for.
  using Request = std::optional<qmi::Received>;
  [[nodiscard]] std::optional<Request> next_request(Reception& reception);

  /// Sends what the modem says, up to the first message whose rule acts on the modem. Returns that rule: its actions
  /// are to be done then, and this is to be called again. Null when everything is sent.
  [[nodiscard]] const Rule* send_next();

  /// Gives the request to the modem, and the modem's answer to the connection, tampered with by `tamper` of `rule`.
  /// Both may be null.
  void pass_on(ConnectionId connection, const qmi::Received& request, const Rule* rule, const Tamper* tamper);
  /// Gives `response` to the connection in the modem's place.
  void answer(ConnectionId connection, const qmi::Header& request, qmi::Message response, const Rule* rule,
              const Tamper* tamper);
  /// Sends an indication that the modem wouldn't have sent.
  void indicate(const Indicate& indicate);
  /// Sends bytes as they are to every open connection.
  void send_raw(const SendRaw& raw);
  /// Sends what `rule` has held back, as it is disarmed.
  void let_out(const Rule& rule) { outgoing_.let_out(rule); }

  void drop_calls(std::uint16_t reason);
  void change(const modem::Surroundings& surroundings);
  void count_traffic(std::uint32_t handle, const modem::Traffic& more);
  /// Gives the modem a request of its own client. What the modem says to others is sent; the response is one of
  /// `take_answers`.
  void ask(const qmi::Message& request);
  [[nodiscard]] std::vector<qmi::Message> take_answers() { return modem_.take_answers(); }
  [[nodiscard]] std::string take_nmea() { return modem_.take_nmea(); }
  /// Gives the network an SMS for the modem.
  void deliver_sms(const DeliverSms& sms);
  /// Changes settings of the modem or its network.
  void set(const modem::SettingsChanges& changes);
  void close(ConnectionId connection, std::string why);

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Does one thing that is due at `due`, the next deadline. What the modem says to that is then to be sent.
  void step(Instant due);

 private:
  [[nodiscard]] Request receive_frame(ConnectionId connection, const qmi::Bytes& frame);
  void hang_up(ConnectionId connection, qmi::ByteView bytes, const qmi::Error& error);
  void await_answer(ConnectionId connection, const qmi::Header& request, const Rule* rule, const Tamper* tamper);
  /// What the modem says at one moment. What it says because of an action in between goes before the rest of that.
  struct Saying {
    qmi::Said messages;
    std::size_t next = 0;  ///< which of them is sent next
    Duration delay{0};     ///< what a request causes comes after its answer, even if that is held back
  };
  void say(qmi::Said messages);
  void send(qmi::Sendable message, Duration& delay);
  /// The fate of a message about whose request no rule has decided.
  [[nodiscard]] Fate fate_of(const qmi::Sendable& message);
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
