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

namespace modembench::scenario {

/// Who has the QMI port open, who waits for which answer, and who hears the indications of which client id.
class Connections {
 public:
  static constexpr std::size_t kMaxOpen = 256;
  /// Requests that wait for an answer; of more than that the oldest are forgotten, and their answers lost.
  static constexpr std::size_t kMaxUnanswered = 1024;

  /// One opening of the port: a pty's connection has the same id each time, its openings differ.
  using Opening = std::uint64_t;

  /// Nothing if there are too many. What is open already stays open.
  std::optional<Opening> open(ConnectionId connection);
  /// False if it wasn't open. Its requests have no one to answer any more; its client ids stay with it.
  bool close(ConnectionId connection);
  [[nodiscard]] std::optional<Opening> opening(ConnectionId connection) const;
  [[nodiscard]] std::vector<ConnectionId> all_open() const;
  /// Of an open connection.
  [[nodiscard]] qmi::QmuxStream& stream(ConnectionId connection) { return open_.at(connection).stream; }

  struct Asker {
    ConnectionId connection = 0;
    Duration delay{0};  ///< the answer is to be held back that long
  };
  /// `connection` has asked, and with that is the one who uses the client id.
  void asked(const qmi::Header& request, Asker asker);
  /// Who asked for this answer, once; nothing if it has closed the port since.
  [[nodiscard]] std::optional<Asker> take_asker(const qmi::Header& response);

  /// A new client id is used by who allocated it.
  void learn_client_id(const qmi::Message& response, ConnectionId connection);
  /// Who is open and hears an indication: all, or the connection that last used the client id. A pty's client id
  /// outlives the process that allocated it: whoever has the port open then hears its indications.
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

  std::map<ConnectionId, Open> open_;
  std::deque<Unanswered> unanswered_;
  std::map<ClientKey, ConnectionId> users_;
  Opening openings_ = 0;
};

}  // namespace modembench::scenario
