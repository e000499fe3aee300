#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/scenario/changes.hpp"
#include "emulator/scenario/mistake.hpp"
#include "emulator/serial/voice.hpp"

/// A scenario as the loader leaves it: names resolved, times in microseconds, nothing left to look up.
namespace modembench::scenario {

/// Points in a run that times are counted from and triggers wait for.
enum class Milestone : std::uint8_t {
  start,         ///< the run begins
  registered,    ///< the QMI interface's device node is there
  unregistered,  ///< … and gone
  port_opened,   ///< a client opens the QMI port
  port_closed,
  network_registered,  ///< the modem is registered on the network
  network_lost,
  call_connected,
  call_ended,
  client_starts,
  client_exits,
};

/// A TLV that must be there, with this value (compared after encoding); of a structure, the named members.
struct FieldMatch {
  const qmi::TlvSpec* tlv = nullptr;  ///< null: given by its number, `value` is its bytes
  qmi::Value value;
  std::uint8_t id = 0;
};

struct RequestPattern {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  std::vector<FieldMatch> where;
  std::string text;  ///< as the scenario writes it, for reports
};

/// "3s after registered". `nth`: only from the nth passing of the milestone on (1 is the first); `times`: that
/// often, 0 is always.
struct AtTime {
  Duration after{0};
  Milestone milestone = Milestone::start;
  std::uint32_t nth = 1;
  std::uint32_t times = 1;
};
/// `nth`: only from the nth matching request on (1 is the first); `times`: that often, 0 is always.
struct OnRequest {
  RequestPattern pattern;
  std::uint32_t nth = 1;
  std::uint32_t times = 0;
};
/// What a serial port receives: found in what has come since it was found last. `nth` and `times` likewise.
struct OnSerial {
  PortName port = PortName::ttyUSB0;
  std::string pattern;
  std::uint32_t nth = 1;
  std::uint32_t times = 0;
};
using Trigger = std::variant<AtTime, OnRequest, OnSerial>;

// What a rule does. To a request: Drop, Delay, Fail, Answer (they combine); at any trigger: the rest.
struct Drop {};  ///< the request is lost: no answer, no effect
struct Delay {
  Duration by{0};
};  ///< the answer comes that much later
struct Fail {
  std::uint16_t error = 0;
  std::vector<qmi::Tlv> tlvs;
};  ///< refused; no effect on the modem
struct Answer {
  std::vector<qmi::Tlv> tlvs;
};  ///< success with just these TLVs; no effect on the modem
struct Unregister {
  PortName port = PortName::qmi;
};  ///< the host unbinds the driver: node gone, modem lives on
struct Register {
  PortName port = PortName::qmi;
};  ///< … and binds it again
struct DropCalls {
  std::uint16_t reason = 0;
};  ///< the network ends every call
struct ChangeSurroundings {
  modem::Surroundings what;
};  ///< the hardware switch, the power supply
struct Say {
  PortName port = PortName::ttyUSB0;
  std::string text;
};  ///< a serial port says this now, to whoever has it open
struct SetSerial {
  serial::NamedVoices voices;
};  ///< serial ports get other voices
/// An SMS for the modem arrives in the network: `pdu` if it isn't empty, otherwise `sms`.
struct DeliverSms {
  modem::SmsText sms;
  qmi::Bytes pdu;
};
using Action = std::variant<Drop, Delay, Fail, Answer, Unregister, Register, DropCalls, ChangeSurroundings, Say,
                            SetSerial, SetNetwork, DeliverSms>;

struct Rule {
  Trigger trigger;
  std::vector<Action> actions;
  Position where;
};

/// A client of the run: its name, or a path to a client's own YAML, and when it starts.
struct ClientUse {
  std::string client;
  std::string as;  ///< shown in verdicts; the client's name unless given
  AtTime start{Duration{0}, Milestone::registered};
  std::map<std::string, std::string> variables;  ///< values for the client's own {placeholders}
  Position where;
};

/// A number of times: "1", "at least 1", "0..3".
struct Count {
  std::uint32_t least = 1;
  std::optional<std::uint32_t> most;
};

struct ExpectClientExits {
  enum class Status : std::uint8_t { any, success, failure, exact };
  Status status = Status::any;
  int exact = 0;
};
struct ExpectClientSays {
  std::string pattern;
  Count count;
};  ///< ECMAScript regex searched in each line
struct ExpectRequest {
  RequestPattern pattern;
  Count count;
};
struct ExpectSerial {
  PortName port = PortName::ttyUSB0;
  std::string pattern;
};  ///< regex searched in all bytes received
struct ExpectDevice {
  PortName port = PortName::qmi;
  bool present = true;
};  ///< at the end of the run
struct ExpectOrder {
  std::vector<RequestPattern> requests;
};                        ///< each after the one before it
struct ExpectBalance {};  ///< every client id released, every call stopped
using Expected = std::variant<ExpectClientExits, ExpectClientSays, ExpectRequest, ExpectSerial, ExpectDevice,
                              ExpectOrder, ExpectBalance>;

struct Expectation {
  Expected what;
  bool never = false;              ///< it must not happen
  std::optional<Duration> within;  ///< by this time after `since`
  Milestone since = Milestone::client_starts;
  std::vector<std::string> only_for;  ///< judged only for these clients (`for:`); empty: for all
  Position where;
  std::string text;  ///< in words: "client exits with failure within 30s"
};

/// What a modem's file says: who the modem is, and how its serial ports behave unless a scenario sets it.
struct ModemFile {
  modem::Profile profile;
  serial::Voices serial;  ///< silent unless it says otherwise
};

struct Scenario {
  std::string file;
  std::string name;  ///< the file's name without folder and ending
  std::string about;
  std::vector<std::string> seen;
  modem::Profile profile;
  serial::Voices serial;
  std::vector<Rule> rules;
  std::vector<ClientUse> clients;  ///< the scenario is run once for each
  std::vector<ClientUse> catches;  ///< clients that must not pass it: the proof that it can fail
  std::vector<Expectation> expectations;
  Duration deadline{std::chrono::seconds(60)};  ///< then a client that still runs is ended
};

/// Reads a scenario's text; `file` names it in mistakes and is where relative paths start from
/// (`modem: ./other.yaml` is read through `read_file`).
using ReadFile = std::string (*)(const std::string& path, bool& found);
[[nodiscard]] Loaded<Scenario> load_scenario(std::string_view text, const std::string& file, ReadFile read_file);

/// A modem's YAML (its identity, fixed answers and its own `set:`), as `modem:` names it: one of the
/// built-in ones, or a path.
[[nodiscard]] Loaded<ModemFile> load_modem(std::string_view text, const std::string& file);

}  // namespace modembench::scenario
