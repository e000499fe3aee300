#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/engine/scripted_modem.hpp"
#include "emulator/ports/proxy_stream.hpp"
#include "emulator/trace/trace.hpp"
#include "files/descriptor.hpp"

namespace modembench::fuzz {

/// A healthy modem behind a proxy's socket, for a client in this same thread. Nothing happens but in `step`, so that it
/// is known when nothing more will come.
class ModemSide {
 public:
  /// Takes each message that the modem sends and gives what is to be sent in its place.
  using Change = std::function<qmi::Bytes(const qmi::Bytes& frame)>;

  /// Listens as qmi-proxy does, in this network namespace; or says in words what keeps it from that.
  static tl::expected<std::unique_ptr<ModemSide>, std::string> listen();

  /// Takes what has come, and answers it through `change`. Returns false if nothing has come, and no client gone.
  bool step(const Change& change);
  /// Lets the modem's clock go on to what it has yet to say, and sends that. Returns false if it has nothing.
  bool wait(const Change& change);
  void hang_up();

 private:
  explicit ModemSide(files::Descriptor listening);

  void begin();
  bool take_connection();
  bool take_bytes(const Change& change);
  void send(const std::vector<bench::Output>& outputs, const Change& change);
  void write(const qmi::Bytes& bytes);

  files::Descriptor listening_;
  files::Descriptor connection_;
  ports::ProxyStream stream_;
  std::unique_ptr<bench::Scenario> scenario_;
  trace::Trace trace_{trace::Trace::Keep::nothing};
  std::unique_ptr<bench::ScriptedModem> modem_;
  ConnectionId id_ = 0;
  Instant now_{};
};

}  // namespace modembench::fuzz
