#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bench/plan/mistake.hpp"
#include "bench/plan/trigger.hpp"
#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"

/// What a scenario expects of a run.
namespace modembench::bench {

/// A number of times: "1", "at least 1", "0..3".
struct Count {
  std::uint32_t least = 1;
  std::optional<std::uint32_t> most;
};

/// The client ends by itself.
struct ExpectClientExits {
  enum class Status : std::uint8_t { any, success, failure, exact };
  Status status = Status::any;
  int exact = 0;
};
/// A line of the client's output.
struct ExpectClientSays {
  std::string pattern;  ///< ECMAScript regex, searched in each line
  Count count;
};
/// A line of the log of the kernel that the modem is plugged into.
struct ExpectKernelSays {
  std::string pattern;
  Count count;
};
/// Requests, answers or indications.
struct ExpectMessage {
  MessagePattern pattern;
  Count count;
  std::optional<Duration> apart;  ///< each message comes at least so long after the one before it
};
/// What a serial port receives.
struct ExpectSerial {
  PortName port{};
  std::string pattern;  ///< ECMAScript regex, searched in all bytes together
};
/// Whether a port's node is there at the end of the run.
struct ExpectDevice {
  PortName port = PortName::qmi;
  bool present = true;
};
/// A milestone passes.
struct ExpectEvent {
  Milestone milestone = Milestone::call_connected;
  Count count;
};
/// A line of the kernel's log, as a step of an order.
struct KernelSays {
  std::string pattern;
};
/// One step of an order: a message, a milestone, or what the client or the kernel says.
struct Step {
  std::variant<MessagePattern, Milestone, OnSays, KernelSays, OnSerial> what;
  std::vector<Capture> captures;  ///< what is kept of a message
  std::string text;               ///< in words
};
/// Packets that passed over the network interface.
struct ExpectTraffic {
  bool to_host = true;
  std::uint64_t bytes = 0;    ///< at least so many bytes pass
  std::uint64_t packets = 1;  ///< at least so many packets pass
};
/// Things happen, each after the one before it.
struct ExpectOrder {
  std::vector<Step> steps;
};
/// At the end every call is stopped and, if `client_ids`, every client id is released.
struct ExpectBalance {
  bool client_ids = true;
};
using Condition = std::variant<ExpectClientExits, ExpectClientSays, ExpectKernelSays, ExpectMessage, ExpectSerial,
                               ExpectDevice, ExpectEvent, ExpectTraffic, ExpectOrder, ExpectBalance>;

/// What a time counts from: a milestone, or the first message of a pattern.
using Since = std::variant<Milestone, MessagePattern>;

/// What is expected, when, and of which clients.
struct Expectation {
  Condition what;
  bool never = false;              ///< it must not happen
  std::optional<Duration> within;  ///< at most so long after `since`
  Duration not_before{0};          ///< at least so long after `since`
  Since since = Milestone::client_starts;
  std::vector<std::string> only_for;  ///< judged only for these clients (`for:`); empty: for all
  Position where;
  std::string text;  ///< in words: "client exits with failure within 30s"
};

}  // namespace modembench::bench
