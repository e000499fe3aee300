#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"

namespace modembench::client_under_test::reference {

/// Something that a client wants done. A client has at most one port open.
struct Action {
  enum class Kind : std::uint8_t {
    open,   ///< open the port at `port`; `opened` or `open_failed` is to follow
    send,   ///< send `bytes` to the open port
    close,  ///< close the open port; nothing about it is to be told any more
    say,    ///< print `text` as a line
    exit,   ///< the client is done, with `status`; nothing more is to be told to it
  };
  Kind kind = Kind::say;
  std::string port{};
  qmi::Bytes bytes{};
  std::string text{};
  int status = 0;
};
using Actions = std::vector<Action>;

/// A connection client without I/O and without a clock. What happens and the time go in, actions and the next deadline
/// come out. Such a client runs the same in virtual time against a scripted modem and as a program on a real port.
class ClientLogic {
 public:
  ClientLogic() = default;
  ClientLogic(const ClientLogic&) = delete;
  ClientLogic& operator=(const ClientLogic&) = delete;
  virtual ~ClientLogic() = default;

  [[nodiscard]] virtual Actions start(Instant now) = 0;
  [[nodiscard]] virtual Actions opened(Instant now) = 0;
  /// Tells that the port can't be opened. `why` is in the system's words: "No such file or directory".
  [[nodiscard]] virtual Actions open_failed(std::string why, Instant now) = 0;
  [[nodiscard]] virtual Actions received(qmi::ByteView bytes, Instant now) = 0;
  /// Tells that the open port is gone, and thereby closed.
  [[nodiscard]] virtual Actions hung_up(Instant now) = 0;
  /// Asks the client to end (SIGTERM).
  [[nodiscard]] virtual Actions told_to_stop(Instant now) = 0;
  [[nodiscard]] virtual Actions advance(Instant now) = 0;
  /// When `advance` has something to do; nothing: the client waits for ever.
  [[nodiscard]] virtual std::optional<Instant> next_deadline() const = 0;
};

}  // namespace modembench::client_under_test::reference
