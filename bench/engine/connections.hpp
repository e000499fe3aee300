#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/qmux.hpp"

namespace modembench::bench {

struct Rule;
struct Tamper;

/// How those who have the QMI port open at once share it.
enum class Sharing : std::uint8_t {
  /// As on a device's node: a client id's indications go to whoever used it last, what all are told goes to all.
  node,
  /// As qmi-proxy shares it (libqmi 1.32, qmi-proxy.c): a connection hears the indications of every client id that it
  /// allocated or used and hasn't released, what all of a service are told once for each client id of that service
  /// that it has, and the control service's never.
  proxy,
};

/// Who has the QMI port open, who waits for which answer, and who hears the indications of which client id.
class Connections {
 public:
  static constexpr std::size_t kMaxOpen = 256;
  /// Requests that wait for an answer; of more than that the oldest are forgotten, and their answers lost.
  static constexpr std::size_t kMaxUnanswered = 1024;

  explicit Connections(Sharing sharing) : sharing_(sharing) {}

  /// One opening of the port: a pty's connection has the same id each time, its openings differ.
  using Opening = std::uint64_t;

  /// Nothing if there are too many. What is open already stays open.
  std::optional<Opening> open(ConnectionId connection);
  /// False if it wasn't open. Its requests have no one to answer any more; its client ids stay allocated.
  bool close(ConnectionId connection);
  [[nodiscard]] std::optional<Opening> opening(ConnectionId connection) const;
  [[nodiscard]] std::vector<ConnectionId> all_open() const;
  /// Of an open connection.
  [[nodiscard]] qmi::QmuxStream& stream(ConnectionId connection) { return open_.at(connection).stream; }

  struct Asker {
    ConnectionId connection = 0;
    const Rule* rule = nullptr;  ///< that the request has met, and what it does to the answer; both may be null
    const Tamper* tamper = nullptr;
  };
  /// `connection` has asked, and with that is one who uses the client id.
  void asked(const qmi::Header& request, Asker asker);
  /// Who asked for this answer, once; nothing if it has closed the port since.
  [[nodiscard]] std::optional<Asker> take_asker(const qmi::Header& response);

  /// What an answer to `connection` says of client ids: a new one is used by who allocated it; one that is released,
  /// or was none, by nobody, and what was asked with it before has no answer to come any more.
  void learn(const qmi::Message& response, ConnectionId connection);
  /// The modem has lost its power: no client id is anybody's, no answer will come.
  void forget_all();
  /// Who is open and hears an indication, as often as it does. A pty's client id outlives the process that allocated
  /// it: whoever has the port open then hears its indications.
  [[nodiscard]] std::vector<ConnectionId> listeners(const qmi::Header& indication) const;

 private:
  struct Open {
    Opening opening = 0;
    qmi::QmuxStream stream;
  };
  struct Unanswered {
    qmi::Header request;
    Asker asker;
  };
  using ClientKey = std::pair<std::uint8_t, std::uint8_t>;  ///< service, client id

  void use(ClientKey client, ConnectionId connection);
  void leave(ClientKey client, ConnectionId connection);
  void forget(ClientKey client);
  void forget_all_clients();

  Sharing sharing_;
  std::map<ConnectionId, Open> open_;
  std::deque<Unanswered> unanswered_;
  std::map<ClientKey, std::vector<ConnectionId>> users_;
  Opening openings_ = 0;
};

}  // namespace modembench::bench
