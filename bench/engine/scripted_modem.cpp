#include "bench/engine/scripted_modem.hpp"

#include <utility>

#include "bench/engine/state.hpp"
#include "bench/plan/milestone.hpp"

namespace modembench::bench {

using trace::EventKind;

ScriptedModem::ScriptedModem(const Scenario& scenario, const ClientUse* client, trace::Trace& trace, Sharing sharing)
    : state_(std::make_unique<State>(scenario, client, trace, sharing)) {}
ScriptedModem::~ScriptedModem() = default;

std::vector<Output> ScriptedModem::plug_in(Instant now) {
  state_->begin(now);
  state_->journal.pass(Milestone::start);
  state_->plug_in();
  return state_->end();
}

void ScriptedModem::ports_come_by_host() { state_->ports_come_by_host = true; }

std::vector<Output> ScriptedModem::registered(PortName port, Instant now) {
  state_->begin(now);
  state_->register_port(port);
  return state_->end();
}

std::vector<Output> ScriptedModem::unregistered(PortName port, Instant now) {
  state_->begin(now);
  state_->unregister_port(port);
  return state_->end();
}

std::vector<Output> ScriptedModem::opened(PortName port, ConnectionId connection, Instant now) {
  state_->begin(now);
  state_->open(port, connection);
  return state_->end();
}

std::vector<Output> ScriptedModem::closed(PortName port, ConnectionId connection, Instant now) {
  state_->begin(now);
  state_->close(port, connection);
  return state_->end();
}

std::vector<Output> ScriptedModem::received(PortName port, ConnectionId connection, qmi::ByteView bytes, Instant now) {
  state_->begin(now);
  // Bytes can be told before the opening is.
  if (!bytes.empty() && state_->open(port, connection)) {
    if (port == PortName::qmi) {
      state_->receive_qmi(connection, bytes);
    } else {
      state_->receive_serial(port, connection, bytes);
    }
  }
  return state_->end();
}

std::vector<Output> ScriptedModem::client_started(std::string command, Instant now) {
  state_->begin(now);
  state_->journal.add({.kind = EventKind::client_started, .text = std::move(command)});
  state_->journal.pass(Milestone::client_starts);
  return state_->end();
}

std::vector<Output> ScriptedModem::client_said(std::string line, Instant now) {
  state_->begin(now);
  const auto met = state_->rules.said(line);
  state_->journal.add({.kind = EventKind::client_says, .text = std::move(line)});
  state_->set_off(met);
  return state_->end();
}

std::vector<Output> ScriptedModem::kernel_said(std::string line, Instant now) {
  state_->begin(now);
  state_->journal.add({.kind = EventKind::kernel_says, .text = std::move(line)});
  return state_->end();
}

std::vector<Output> ScriptedModem::client_exited(int status, std::string in_words, Instant now) {
  state_->begin(now);
  state_->data.tell();
  state_->journal.add({.kind = EventKind::client_exited, .text = std::move(in_words), .status = status});
  state_->journal.pass(Milestone::client_exits);
  return state_->end();
}

std::vector<Output> ScriptedModem::moved(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost,
                                         Instant now) {
  state_->begin(now);
  state_->data.moved(more, lost);
  state_->qmi.count_traffic(handle, more);
  state_->send();
  return state_->end();
}

std::vector<Output> ScriptedModem::dhcp_answered(Instant now) {
  state_->begin(now);
  state_->journal.add(change_in_modem(Milestone::dhcp_answered));
  state_->journal.pass(Milestone::dhcp_answered);
  return state_->end();
}

std::vector<Output> ScriptedModem::advance(Instant now) {
  state_->begin(now);
  return state_->end();
}

std::optional<Instant> ScriptedModem::next_deadline() const { return state_->next_deadline(); }

const modem::Modem& ScriptedModem::modem() const { return state_->qmi.modem(); }

}  // namespace modembench::bench
