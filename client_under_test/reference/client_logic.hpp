#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"

namespace modembench::client_under_test::reference {

/// What a client wants done. It has one port open at most.
struct Action {
  enum class What : std::uint8_t {
    open,   ///< the port at `port`; to be answered by `opened` or `open_failed`
    send,   ///< `bytes`, to the open port
    close,  ///< the open port; nothing of it is to be told any more
    say,    ///< print `text` as a line
    exit,   ///< the client is done, with `status`; it is told nothing more
  };
  What what = What::say;
  std::string port{};
  qmi::Bytes bytes{};
  std::string text{};
  int status = 0;
};
using Actions = std::vector<Action>;

/// A connection client without I/O and without a clock: what happens and the time go in, actions and the next
/// deadline come out. It runs the same in virtual time against a scripted modem and as a program on a real port.
class ClientLogic {
 public:
  ClientLogic() = default;
  ClientLogic(const ClientLogic&) = delete;
  ClientLogic& operator=(const ClientLogic&) = delete;
  virtual ~ClientLogic() = default;

  [[nodiscard]] virtual Actions start(Instant now) = 0;
  [[nodiscard]] virtual Actions opened(Instant now) = 0;
  /// `why` in the system's words: "No such file or directory".
  [[nodiscard]] virtual Actions open_failed(std::string why, Instant now) = 0;
  [[nodiscard]] virtual Actions received(qmi::ByteView bytes, Instant now) = 0;
  /// The open port is gone, and closed by that.
  [[nodiscard]] virtual Actions hung_up(Instant now) = 0;
  /// It is asked to end (SIGTERM).
  [[nodiscard]] virtual Actions told_to_stop(Instant now) = 0;
  [[nodiscard]] virtual Actions advance(Instant now) = 0;
  /// When `advance` has something to do; nothing: it waits for ever.
  [[nodiscard]] virtual std::optional<Instant> next_deadline() const = 0;
};

}  // namespace modembench::client_under_test::reference
