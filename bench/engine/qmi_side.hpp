#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "bench/engine/connections.hpp"
#include "bench/engine/journal.hpp"
#include "bench/engine/outgoing.hpp"
#include "bench/engine/rule_book.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/modem/modem.hpp"

namespace modembench::bench {

/// The QMI port: bytes to requests, answers to bytes for whom they concern.
class QmiSide {
 public:
  struct Hooks {
    /// What is to be done with a request of a client.
    std::function<void(ConnectionId, const qmi::Message&)> on_request;
    /// A rule about answers or indications was met: what it does to the modem is to be done now.
    std::function<void(const Rule&)> on_sent;
  };

  QmiSide(Journal& journal, RuleBook& rules, const modem::Profile& profile, Sharing sharing, Hooks hooks)
      : journal_(journal),
        rules_(rules),
        modem_(profile),
        connections_(sharing),
        hooks_(std::move(hooks)),
        outgoing_(journal, connections_, rules, [this](const Rule& rule) { hooks_.on_sent(rule); }) {}

  [[nodiscard]] const modem::Modem& modem() const { return modem_; }
  [[nodiscard]] Connections& connections() { return connections_; }

  void power_on();
  void power_off();
  /// The firmware starts anew: at once, or by `end_silence`.
  void reboot(const Reboot& reboot);
  void end_silence();

  /// Bytes of an open connection.
  void receive(ConnectionId connection, qmi::ByteView bytes);
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
  void switch_gps(bool on);
  [[nodiscard]] std::string take_nmea() { return modem_.take_nmea(); }
  /// The network has an SMS for the modem.
  void deliver_sms(const DeliverSms& sms);
  /// The modem or its network changes.
  void set(const SetModem& changes);
  void close(ConnectionId connection, std::string why);

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Does one thing that is due at `due`, its next deadline.
  void step(Instant due);

 private:
  void receive_frame(ConnectionId connection, qmi::Bytes frame);
  void hang_up(ConnectionId connection, qmi::ByteView bytes, const qmi::Error& error);
  void await_answer(ConnectionId connection, const qmi::Header& request, const Rule* rule, const Tamper* tamper);
  void route(std::vector<qmi::Message> messages);
  /// What befalls a message that no rule about its request has spoken for.
  [[nodiscard]] Fate fate_of(const qmi::Message& message);
  void take_happenings();

  Journal& journal_;
  RuleBook& rules_;
  modem::Modem modem_;
  Connections connections_;
  Hooks hooks_;
  Outgoing outgoing_;
  std::optional<Reboot> rebooting_;
};

}  // namespace modembench::bench
