#include "bench/engine/state.hpp"

#include <utility>

#include <fmt/format.h>

namespace modembench::bench {
namespace {

using trace::EventKind;

/// From a reset on the bus until the host's drivers are back, where there is no bus; 0.31 s with dummy_hcd and
/// Linux 6.1.
constexpr Duration kResetTakes = std::chrono::milliseconds(300);

}  // namespace

void ScriptedModem::State::plug_in() {
  plugged_in = true;
  if (ports_come_by_host) {
    journal.put({.kind = Output::Kind::plug_in});
  } else {
    for (const auto port : ports) register_port(port);
  }
  if (!qmi.modem().powered() && !usb.boot_loader) qmi.power_on();
}

void ScriptedModem::State::unplug(const Unplug& how, const char* why) {
  plugged_in = false;
  in_reset.clear();
  if (ports_come_by_host) journal.put({.kind = Output::Kind::unplug});
  for (const auto port : ports) unregister_port(port, why);
  qmi.power_off();
  if (how.back_after) timeline.put(journal.time() + *how.back_after, {Timeline::Due::Kind::plug_in, nullptr});
}

void ScriptedModem::State::reset() {
  if (ports_come_by_host) {
    if (plugged_in) journal.put({.kind = Output::Kind::reset});
    return;
  }
  for (const auto port : ports) {
    if (!is_registered(port)) continue;
    in_reset.push_back(port);
    unregister_port(port);
  }
  timeline.put(journal.time() + kResetTakes, {Timeline::Due::Kind::end_reset, nullptr});
}

void ScriptedModem::State::end_reset() {
  for (const auto port : std::exchange(in_reset, {})) register_port(port);
}

void ScriptedModem::State::set_usb(const Changes<modem::UsbFaults>& changes) {
  auto next = usb;
  make(changes, next);
  const bool anew = plugged_in && next.boot_loader != usb.boot_loader;
  if (anew) unplug({}, "off the bus");
  usb = next;
  journal.put({.kind = Output::Kind::set_usb, .usb = usb});
  if (anew) plug_in();
}

void ScriptedModem::State::hang_up(PortName port) {
  const auto open = port == PortName::qmi ? qmi.connections().all_open() : all_of(serial.open_of(port));
  for (const auto connection : open) {
    journal.put({.kind = Output::Kind::hang_up, .port = port, .connection = connection});
    close(port, connection);
  }
}

void ScriptedModem::State::register_port(PortName port) {
  if (!registered_ports.insert(port).second) return;
  journal.add({.kind = EventKind::registered, .port = port});
  journal.put({.kind = Output::Kind::register_port, .port = port});
  if (port == PortName::qmi) journal.pass(Milestone::registered);
}

void ScriptedModem::State::unregister_port(PortName port, std::string by_whom) {
  if (registered_ports.erase(port) == 0) return;
  journal.add({.kind = EventKind::unregistered, .port = port, .text = std::move(by_whom)});
  journal.put({.kind = Output::Kind::unregister_port, .port = port});
  if (port != PortName::qmi) {
    const auto open = serial.open_of(port);
    for (const auto connection : open) close(port, connection);
    return;
  }
  for (const auto connection : qmi.connections().all_open()) close(port, connection);
  journal.pass(Milestone::unregistered);
}

bool ScriptedModem::State::is_open(PortName port, ConnectionId connection) {
  if (port == PortName::qmi) return qmi.connections().opening(connection).has_value();
  return serial.open_of(port).contains(connection);
}

bool ScriptedModem::State::open(PortName port, ConnectionId connection) {
  if (is_open(port, connection)) return true;
  const bool opened = is_registered(port) && (port == PortName::qmi ? qmi.connections().open(connection).has_value()
                                                                    : serial.open(port, connection, journal.time()));
  if (!opened) {
    journal.put({.kind = Output::Kind::hang_up, .port = port, .connection = connection});
    journal.note(fmt::format("{} can't be opened: {}", to_string(port),
                             is_registered(port) ? "too many have it open" : "it is unregistered"));
    return false;
  }
  journal.add({.kind = EventKind::opened, .port = port, .connection = connection});
  if (port == PortName::qmi) journal.pass(Milestone::port_opened);
  set_off(rules.opened_or_closed(port, true));
  return true;
}

void ScriptedModem::State::close(PortName port, ConnectionId connection) {
  if (port == PortName::qmi) {
    const bool was_open = qmi.connections().opening(connection).has_value();
    qmi.close(connection, "");
    if (was_open) set_off(rules.opened_or_closed(port, false));
  } else if (serial.close(port, connection, journal.time())) {
    journal.add({.kind = EventKind::closed, .port = port, .connection = connection});
    set_off(rules.opened_or_closed(port, false));
  }
}

void ScriptedModem::State::set_off(const std::vector<const Rule*>& met) {
  for (const auto* rule : met) act(*rule);
}

}  // namespace modembench::bench
