#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "emulator/modem/modem.hpp"
#include "emulator/scenario/connections.hpp"
#include "emulator/scenario/journal.hpp"
#include "emulator/scenario/scenario.hpp"

namespace modembench::scenario {

/// The QMI port: bytes to requests, answers to bytes for whom they concern.
class QmiSide {
 public:
  /// Answers that a scenario holds back; of more than that the next ones are lost.
  static constexpr std::size_t kMaxHeldBack = 1024;

  /// What is to be done with a request of a client.
  using OnRequest = std::function<void(ConnectionId, const qmi::Message&)>;

  QmiSide(Journal& journal, const modem::Profile& profile, Sharing sharing, OnRequest on_request)
      : journal_(journal), modem_(profile), connections_(sharing), on_request_(std::move(on_request)) {}

  [[nodiscard]] const modem::Modem& modem() const { return modem_; }
  [[nodiscard]] Connections& connections() { return connections_; }

  void power_on();
  /// Bytes of an open connection.
  void receive(ConnectionId connection, qmi::ByteView bytes);
  /// Gives the request to the modem, and its answer, `delay` later, to the connection.
  void pass_on(ConnectionId connection, const qmi::Message& request, Duration delay);
  /// Gives `response` to the connection in the modem's place.
  void answer(ConnectionId connection, const qmi::Message& request, qmi::Message response, Duration delay);
  void drop_calls(std::uint16_t reason);
  void change(const modem::Surroundings& surroundings);
  void switch_gps(bool on);
  [[nodiscard]] std::string take_nmea() { return modem_.take_nmea(); }
  /// The network has an SMS for the modem.
  void deliver_sms(const DeliverSms& sms);
  /// The modem's network changes.
  void set(const SetNetwork& changes);
  void close(ConnectionId connection, std::string why);

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Does one thing that is due at `due`, its next deadline.
  void step(Instant due);

 private:
  /// A message that waits for its time, for one opening of the port.
  struct HeldBack {
    ConnectionId connection = 0;
    Connections::Opening opening = 0;
    qmi::Message message;
  };

  void receive_frame(ConnectionId connection, qmi::Bytes frame);
  void hang_up(ConnectionId connection, qmi::ByteView bytes, const qmi::Error& error);
  void await_answer(ConnectionId connection, const qmi::Header& request, Duration delay);
  void route(std::vector<qmi::Message> messages);
  void hold_back(ConnectionId connection, qmi::Message message, Duration delay);
  void send(HeldBack one);
  void note_lost(const qmi::Message& message);
  void take_happenings();

  Journal& journal_;
  modem::Modem modem_;
  Connections connections_;
  std::multimap<Instant, HeldBack> held_back_;
  OnRequest on_request_;
};

}  // namespace modembench::scenario
