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
#include "emulator/qmi/sendable.hpp"

namespace modembench::bench {

struct Rule;
struct Tamper;

/// How several clients share the QMI port while all of them have it open.
enum class Sharing : std::uint8_t {
  /// As on a device's node: the indications of a client id go to the connection that used it last, and an indication to
  /// all clients of a service goes to every open connection.
  node,
  /// As qmi-proxy shares it (libqmi 1.32, qmi-proxy.c): a connection hears the indications of every client id that it
  /// allocated or used and hasn't released. It hears an indication to all clients of a service once for each client id
  /// of that service that it has, and indications of the control service never.
  proxy,
};

/// The connections to the QMI port: those that are open, the requests of each that wait for an answer, and the client
/// ids whose indications each hears.
class Connections {
 public:
  static constexpr std::size_t kMaxOpen = 256;
  /// Requests that wait for an answer; of more than that the oldest are forgotten, and their answers lost.
  static constexpr std::size_t kMaxUnanswered = 1024;

  explicit Connections(Sharing sharing) : sharing_(sharing) {}

  /// One opening of the port. A pty's connection has the same id each time it is opened; its openings differ.
  using Opening = std::uint64_t;

  /// Opens `connection`, or leaves it open. Returns its opening; nothing if `kMaxOpen` others are open.
  std::optional<Opening> open(ConnectionId connection);
  /// Closes `connection`; returns false if it wasn't open. The answers to its requests have nowhere to go from then on.
  /// The client ids that it allocated stay allocated in the modem.
  bool close(ConnectionId connection);
  /// The present opening of `connection`; nothing while it is closed.
  [[nodiscard]] std::optional<Opening> opening(ConnectionId connection) const;
  [[nodiscard]] std::vector<ConnectionId> all_open() const;
  /// The bytes that came from `connection` and are no whole frame yet. The connection must be open.
  [[nodiscard]] qmi::QmuxStream& stream(ConnectionId connection) { return open_.at(connection).stream; }

  /// Where the answer to a request goes, and what befalls it on its way.
  struct Asker {
    ConnectionId connection = 0;
    const Rule* rule = nullptr;      ///< the rule that the request has met; null: none
    const Tamper* tamper = nullptr;  ///< what that rule does to the answer; null: nothing
  };
  /// Remembers that the asker's connection waits for the answer to `request`. From then on the connection counts as a
  /// user of the request's client id.
  void asked(const qmi::Header& request, Asker asker);
  /// The asker of the request that `response` answers. It is forgotten with that; nothing if it has closed the port.
  [[nodiscard]] std::optional<Asker> take_asker(const qmi::Header& response);

  /// Takes from `response`, which goes to `connection`, what it says of client ids. A client id that it allocates is
  /// used by the connection. A client id that it releases, or calls invalid, is used by nobody, and the requests made
  /// with it wait for no answer any more.
  void learn(const qmi::Sendable& response, ConnectionId connection);
  /// Forgets all client ids and all requests, as when the modem loses its power. Open connections stay open.
  void forget_all();
  /// The open connections that hear an indication with this header, each as often as it hears it. A client id outlives
  /// the process that allocated it on a pty: whichever process has the port open then hears its indications.
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
