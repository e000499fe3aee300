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

/// A healthy modem behind a proxy's socket, for a client in this same thread: nothing happens but in `step`, so that it
/// is known when nothing more will come.
class ModemSide {
 public:
  /// Takes each message that the modem sends and gives what is to be sent in its place.
  using Change = std::function<qmi::Bytes(const qmi::Bytes& frame)>;

  /// Listens as qmi-proxy does, in this network namespace. In words what keeps it from that.
  static tl::expected<std::unique_ptr<ModemSide>, std::string> listen();

  /// Takes what has come, answers it through `change`. False if nothing has come, or gone.
  bool step(const Change& change);
  /// What the modem has yet to say comes now: its clock goes on. False if it has nothing.
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
