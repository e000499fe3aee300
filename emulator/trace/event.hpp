#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::trace {

enum class EventKind : std::uint8_t {
  note,            ///< text: a remark of the bench
  registered,      ///< port: its device node is there
  unregistered,    ///< port: its device node is gone; text: by whom
  opened,          ///< port, connection: a client has opened it
  closed,          ///< port, connection
  request,         ///< from the host; message, bytes
  response,        ///< to the host; message, bytes
  indication,      ///< to the host; message, bytes
  raw_out,         ///< to the host; bytes that are no message of the modem
  bad_frame,       ///< from the host, not to be decoded; bytes, text: why
  serial_in,       ///< port, bytes: from the host
  serial_out,      ///< port, bytes: to the host
  rule,            ///< text: what a scenario's rule did ("drop the answer to WDS Start Network")
  modem,           ///< text: what changed in the modem ("registered on the network")
  client_started,  ///< text: the command
  client_says,     ///< text: a line of its output
  client_exited,   ///< status: exit status, or 128 + signal; text in words
  kernel_says,     ///< text: a line of the log of the kernel that the modem is plugged into, without its stamp
  data,            ///< moved: frames of the network interface, in the time up to now
};

/// What an event means for the judging of a run, where its kind alone doesn't say it. Its text is for people.
enum class Meaning : std::uint8_t {
  none,
  deadline,  ///< a note: the run's deadline has come
  // The following are changes in the modem.
  network_registered,
  network_lost,
  call_connected,
  call_ended,
  dhcp_answered,
};

/// What passed over the network interface, as the host counts it: tx is what the host sent. Packets are those of IP,
/// bytes theirs without an Ethernet header.
struct Moved {
  std::uint64_t tx_packets = 0;
  std::uint64_t tx_bytes = 0;
  std::uint64_t rx_packets = 0;
  std::uint64_t rx_bytes = 0;
  std::uint64_t lost = 0;  ///< frames of either direction that a fault has swallowed, or that were none
};

struct Event {
  Instant at{};
  EventKind kind = EventKind::note;
  PortName port = PortName::qmi;
  ConnectionId connection = 0;
  qmi::Bytes bytes{};
  std::shared_ptr<const qmi::Message> message{};
  std::shared_ptr<const Moved> moved{};
  std::string text{};
  int status = 0;
  Meaning meaning = Meaning::none;
};

}  // namespace modembench::trace
