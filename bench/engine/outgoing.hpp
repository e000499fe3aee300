#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "bench/engine/connections.hpp"
#include "bench/engine/journal.hpp"
#include "bench/engine/rule_book.hpp"

namespace modembench::bench {

/// What befalls a message on its way out.
struct Fate {
  const Rule* rule = nullptr;      ///< whose `tamper` it is; null: none
  const Tamper* tamper = nullptr;  ///< null: nothing befalls it
  bool act = false;                ///< what the rule does to the modem is done when the message is sent
};

/// Messages on their way from the modem to its clients: at once, later, held back; whole, tampered with, in pieces.
class Outgoing {
 public:
  /// Messages and pieces that a scenario holds back; of more than that the next ones are lost.
  static constexpr std::size_t kMaxHeldBack = 1024;

  Outgoing(Journal& journal, Connections& connections, RuleBook& rules)
      : journal_(journal), connections_(connections), rules_(rules) {}

  /// To an open connection, `delay` later on top of its fate's own. Says how much later it is sent in all: what the
  /// message causes can't come before it.
  Duration send(ConnectionId connection, qmi::Message message, const Fate& fate, Duration delay);
  /// Bytes as they are.
  void send_raw(ConnectionId connection, const qmi::Bytes& bytes);
  /// What the rule holds back goes out, in the order in which it came.
  void let_out(const Rule& rule);
  /// Nothing that waits is sent any more: the modem has lost its power.
  void forget_all();

  /// A message for somebody who isn't there any more.
  void note_lost(const qmi::Message& message) const;

  /// A rule whose message has been sent, or lost, since: what it does to the modem is to be done now. Null if none is.
  [[nodiscard]] const Rule* take_met();

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Does the first thing that is due.
  void step();

 private:
  /// For one opening of the port.
  struct Waiting {
    ConnectionId connection = 0;
    Connections::Opening opening = 0;
    qmi::Message message;
    Fate fate;
  };
  struct Piece {
    ConnectionId connection = 0;
    Connections::Opening opening = 0;
    qmi::Bytes bytes;
    bool hang_up = false;
  };

  void wait_until(Instant due, Waiting one);
  void send_now(Waiting one);
  void give_up(const Waiting& one, std::string_view why);
  void write(const Waiting& to, const qmi::Bytes& bytes);
  [[nodiscard]] Instant free_from(ConnectionId connection) const;
  void write_at(Instant due, Piece piece, const qmi::Message& of);
  void write_now(Piece piece);
  void note_lost(const qmi::Message& message, std::string_view why) const;

  Journal& journal_;
  Connections& connections_;
  RuleBook& rules_;
  std::multimap<Instant, Waiting> waiting_;
  std::multimap<Instant, Piece> pieces_;
  std::vector<Waiting> held_;
  std::deque<const Rule*> met_;
  std::map<std::pair<ConnectionId, Connections::Opening>, qmi::Bytes> merged_;
};

}  // namespace modembench::bench
