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
  const Rule* rule = nullptr;      ///< the rule that `tamper` belongs to; null: none
  const Tamper* tamper = nullptr;  ///< what befalls the message; null: nothing
  bool act = false;                ///< the rule's actions are done when the message is sent
};

/// Messages on their way from the modem to its clients: sent at once, later, or held back; whole, tampered with, or in
/// pieces.
class Outgoing {
 public:
  /// How many messages and pieces a scenario holds back; further ones are lost.
  static constexpr std::size_t kMaxHeldBack = 1024;

  Outgoing(Journal& journal, Connections& connections, RuleBook& rules)
      : journal_(journal), connections_(connections), rules_(rules) {}

  /// Sends `message` to an open connection, after `delay` and the delay of its fate. Returns how much later it is sent
  /// in all: what the message causes can't come before it.
  Duration send(ConnectionId connection, qmi::Sendable message, const Fate& fate, Duration delay);
  /// Sends bytes as they are.
  void send_raw(ConnectionId connection, const qmi::Bytes& bytes);
  /// Sends what the rule has held back, in the order in which that came.
  void let_out(const Rule& rule);
  /// Forgets everything that waits, as the modem has lost its power.
  void forget_all();

  /// Notes that the message with this header is lost because its client isn't there any more.
  void note_lost(const qmi::Header& message) const;

  /// Takes a rule whose message has been sent, or lost, and whose actions are to be done now. Null if there is none.
  [[nodiscard]] const Rule* take_met();

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Does the first thing that is due.
  void step();

 private:
  /// A message for one opening of the port.
  struct Waiting {
    ConnectionId connection = 0;
    Connections::Opening opening = 0;
    qmi::Sendable message;
    Fate fate;
  };
  /// A piece of a message for one opening of the port.
  struct Piece {
    ConnectionId connection = 0;
    Connections::Opening opening = 0;
    qmi::Bytes bytes;
    bool hang_up = false;
  };

  void wait_until(Instant due, Waiting one);
  void send_now(Waiting one);
  /// Sends a message whose connection is known to be open, the one that it was meant for.
  void send_to_open(Waiting one);
  void give_up(const Waiting& one, std::string_view why);
  void write(const Waiting& to, qmi::Bytes bytes);
  [[nodiscard]] Instant free_from(ConnectionId connection) const;
  void write_at(Instant due, Piece piece, const qmi::Header& of);
  void write_now(Piece piece);
  void note_lost(const qmi::Header& message, std::string_view why) const;

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
