#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bench/plan/changes.hpp"
#include "bench/plan/tamper.hpp"
#include "emulator/instant.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/surroundings.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/serial/voice.hpp"

/// What a rule does.
namespace modembench::bench {

/// The request is lost: no answer, no effect.
struct Drop {};
/// The request is refused, without effect on the modem.
struct Fail {
  std::uint16_t error = 0;
  std::vector<GivenTlv> tlvs;
};
/// The request succeeds with just these TLVs, without effect on the modem.
struct Answer {
  std::vector<GivenTlv> tlvs;
};
/// What becomes of a request in the modem's place.
using Reply = std::variant<Drop, Fail, Answer>;

/// The host unbinds the driver of a port: its node goes, the modem lives on.
struct Unregister {
  PortName port = PortName::qmi;
};
/// The host binds the driver of a port again.
struct Register {
  PortName port = PortName::qmi;
};
/// Every node goes, and the modem loses its power.
struct Unplug {
  std::optional<Duration> back_after;  ///< the modem is plugged in again so much later; nothing: it isn't
};
/// Every node is there again, as after power-on.
struct Replug {};
/// The host resets the device on its bus: the drivers let go of it and probe it again. The firmware notices nothing,
/// which is guessed, as the modem keeps its power.
struct ResetOnBus {};
/// The firmware starts anew while the nodes stay. Client ids and calls are gone.
struct Reboot {
  Duration silent{0};                   ///< the modem answers nothing for so long
  std::optional<bool> sync_indication;  ///< whether CTL Sync is indicated; nothing: as the modem is set
};
/// The network ends every call.
struct DropCalls {
  std::uint16_t reason = 0;
};
/// The hardware switch and the power supply change.
struct ChangeSurroundings {
  modem::Surroundings what;
};
/// A serial port says this now, to all its open connections.
struct Say {
  PortName port{};
  std::string text;
};
/// Serial ports get other voices.
struct SetSerial {
  serial::Voices voices;
};
/// An SMS for the modem arrives in the network: `pdu` if it isn't empty, otherwise `sms`.
struct DeliverSms {
  modem::SmsText sms;
  qmi::Bytes pdu;
};
/// An indication that the modem wouldn't have sent.
struct Indicate {
  qmi::Header header;  ///< client qmi::kEveryClient: to all clients of the service
  std::vector<GivenTlv> tlvs;
};
/// Bytes are sent as they are to every open connection of the QMI port.
struct SendRaw {
  qmi::Bytes bytes;
};
/// All connections of the port end; the node stays.
struct HangUp {
  PortName port = PortName::qmi;
};
/// Rules, by their names, are armed or disarmed.
struct Arm {
  std::vector<std::string> rules;
  bool arm = true;  ///< false: disarm
};

/// What is done to the modem, at any trigger.
using Action = std::variant<Unregister, Register, Unplug, Replug, ResetOnBus, Reboot, DropCalls, ChangeSurroundings,
                            Say, SetSerial, SetModem, DeliverSms, Indicate, SendRaw, HangUp, Arm>;

}  // namespace modembench::bench
