#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bench/plan/duration.hpp"
#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/message.hpp"

/// What sets a rule off.
namespace modembench::bench {

/// Points in a run that times are counted from and triggers wait for.
enum class Milestone : std::uint8_t {
  start,         ///< the run begins
  registered,    ///< the QMI interface's device node is there
  unregistered,  ///< the QMI interface's device node is gone
  port_opened,   ///< a client opens the QMI port
  port_closed,
  network_registered,  ///< the modem is registered on the network
  network_lost,
  call_connected,
  call_ended,
  dhcp_answered,  ///< the host has got the call's address by DHCP
  client_starts,
  client_exits,
};

/// A TLV that must be there with this value (compared after encoding). Of a structure only the named members count.
struct FieldMatch {
  const qmi::TlvSpec* tlv = nullptr;  ///< null: the TLV is given by its number, and `value` is its bytes
  qmi::Value value;
  std::uint8_t id = 0;
  std::string captured;  ///< the name under which the value was captured; empty: the value is `value`
};

/// A message of one kind; what isn't given may be anything.
struct MessagePattern {
  qmi::MessageKind kind = qmi::MessageKind::request;
  std::optional<std::uint8_t> service;
  std::optional<std::uint16_t> message;
  std::optional<std::uint16_t> error;  ///< the error that a response's Result TLV says
  std::vector<FieldMatch> where;
  std::string text;  ///< in words: "WDS Start Network with apn \"internet\""
};

/// Keeps the value of a TLV, or of one of its members, under a name, for `$name` in what comes after.
struct Capture {
  std::string name;
  const qmi::TlvSpec* tlv = nullptr;
  std::string member;  ///< empty: the whole value
};

/// A time after a milestone: "3s after registered".
struct AtTime {
  Duration after{0};
  Milestone milestone = Milestone::start;
};
/// Again and again, as long as the rule is armed. The first time is one period after the arming.
struct Every {
  Span period;
};
/// A message: a request before it is answered, a response or an indication on its way out.
struct OnMessage {
  MessagePattern pattern;
};
/// Bytes that a serial port receives. The pattern is searched in those that have come since it was found last.
struct OnSerial {
  PortName port{};
  std::string pattern;
};
/// A client opens or closes a port.
struct OnPort {
  PortName port{};
  bool opened = true;
};
/// A line of the client's output.
struct OnSays {
  std::string pattern;
};
using Trigger = std::variant<AtTime, Every, OnMessage, OnSerial, OnPort, OnSays>;

}  // namespace modembench::bench
