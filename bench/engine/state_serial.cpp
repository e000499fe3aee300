#include "bench/engine/state.hpp"

namespace modembench::bench {
namespace {

using trace::EventKind;

}  // namespace

void ScriptedModem::State::receive_serial(PortName port, ConnectionId connection, qmi::ByteView bytes) {
  journal.add(
      {.kind = EventKind::serial_in, .port = port, .connection = connection, .bytes = {bytes.begin(), bytes.end()}});
  set_off(rules.received(port, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  // A rule may have unregistered the port.
  if (!serial.open_of(port).contains(connection)) return;
  send_serial(port, connection, serial.port(port).receive(bytes, journal.time()));
  ask_for_ports(Writer{port, connection});
}

void ScriptedModem::State::ask_for_ports(std::optional<Writer> writer) {
  for (;;) {
    for (const auto& response : qmi.take_answers()) {
      const auto port = serial.take_asker(response.header);
      if (!port) continue;
      const auto said = serial.port(*port).hear(response, journal.time());
      if (writer && writer->port == *port) {
        send_serial(*port, writer->connection, said);
      } else {
        say_to_all(*port, said);
      }
    }
    const auto request = serial.take_request();
    if (!request) return;
    qmi.ask(*request);
    send();
  }
}

void ScriptedModem::State::say_to_all(PortName port, const qmi::Bytes& bytes) {
  for (const auto connection : serial.open_of(port)) send_serial(port, connection, bytes);
}

void ScriptedModem::State::say_nmea() {
  const std::string text = qmi.take_nmea();
  if (text.empty()) return;
  for (const auto port : serial.ports()) {
    if (serial.port(port).says_nmea()) say_to_all(port, {text.begin(), text.end()});
  }
}

void ScriptedModem::State::send_serial(PortName port, ConnectionId connection, const qmi::Bytes& bytes) {
  if (bytes.empty()) return;
  journal.add({.kind = EventKind::serial_out, .port = port, .connection = connection, .bytes = bytes});
  journal.put({.kind = Output::Kind::send, .port = port, .connection = connection, .bytes = bytes});
}

}  // namespace modembench::bench
