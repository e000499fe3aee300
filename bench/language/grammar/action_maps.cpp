#include "bench/language/action_values.hpp"
#include "bench/language/grammar/bind_action.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/port_reader.hpp"
#include "bench/language/set_reader.hpp"
#include "bench/language/sms_reader.hpp"
#include "bench/language/tamper_reader.hpp"
#include "bench/language/time_reader.hpp"
#include "bench/language/value_reader.hpp"
#include "bench/plan/action.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr Value kLength = wrong_number(kMostLength);

constexpr KeySpec kOnModemKeys[] = {
    does_by<Unregister, read_port>("unregister", a(Kind::port), "qmi",
                                   "The host unbinds the port's driver: its node goes, the modem lives on."),
    does_by<Register, read_port>("register", a(Kind::port), "qmi", "... and binds it again."),
    does<Unplug>("unplug", a(Kind::only_true) | map(unplug), "{for: 2s}",
                 "Every node goes, and the modem's power with them."),
    does<Replug>("replug", a(Kind::only_true), "true", "It is plugged in again, as after power-on."),
    does<ResetOnBus>("reset", a(Kind::only_true), "true",
                     "The host resets the device on its bus: its drivers let go of it and probe it again, the modem "
                     "lives on."),
    does<Reboot>("reboot", a(Kind::only_true) | map(reboot), "{silent for: 3s}",
                 "The firmware starts anew while the nodes stay: client ids and calls are gone."),
    does_by<DropCalls, read_call_end_reason>("drop calls", a(Kind::call_end_reason), "GsmWcdmaNetworkFailure",
                                             "The network ends every call, for a reason."),
    does_all_by<read_says>("say", map_of_ports(kAnyText), "{ttyUSB1: \"RING\"}",
                           "Serial ports say this to whoever has them open."),
    does_all_by<read_set>("set", map(set_while_running), "{signal: {dbm: -105}}",
                          "The modem or its network is another one from now on."),
    does_by<DeliverSms, read_sms>("sms", map(arriving_sms), "{from: \"+491701234567\", text: hello}",
                                  "An SMS arrives."),
    does_by<Indicate, read_indicate>("indicate", a(Kind::indication) | map(indicate), "NAS Serving System",
                                     "An indication that the modem wouldn't have sent."),
    does_by<SendRaw, read_bytes>("send", a(Kind::bytes), "01 0c 00", "Bytes to whoever has the QMI port open."),
    does_by<HangUp, read_hang_up>(
        "hang up", a(Kind::only_true) | a(Kind::port), "true",
        "Whoever has the port open is hung up, the node stays; `true`: who gets the message, after it."),
    does_by<Arm, read_arm<true>>("arm", some(a(Kind::text)), "deaf", "Rules by their names are armed ..."),
    does_by<Arm, read_arm<false>>("disarm", some(a(Kind::text)), "deaf", "... and disarmed; what they held is sent."),
    {"drop", a(Kind::only_true), "true", "The request is lost, without effect; the answer or indication is."},
};

constexpr KeySpec kOnRequestKeys[] = {
    {"error", a(Kind::error), "CallFailed", "The request is refused, without effect."},
    {"with", a(Kind::tlvs), "{call end reason: 1013}", "More TLVs of the refusal.", Presence::optional, "error"},
    {"answer", a(Kind::tlvs), "{packet data handle: 7}", "It succeeds with just these TLVs, without effect."},
};

constexpr KeySpec kOnMessageKeys[] = {
    key<&Tamper::lost>("lose answer", a(Kind::only_true), "true", "The request has its effect; its answer is lost."),
    key_by<read_span, &Tamper::delay>("delay", a(Kind::span), "2s..4s", "Sent that much later."),
    key<&Tamper::held>("hold", a(Kind::only_true), "true", "Sent when the rule is disarmed."),
    key<&Tamper::repeat>("repeat", integer(2, 1000), "3", "Sent so often in all."),
    key<&Tamper::gap>("gap", a(Kind::duration), "20ms", "Between repeats, and between pieces."),
    key<&Tamper::right_after>("right one after", a(Kind::duration), "500ms",
                              "Behind a wrong one, the message as it should be."),
    key_by<read_tlv_ids, &Tamper::without>("without", some(a(Kind::tlv)), "packet data handle", "TLVs are left out."),
    key_by<read_changed_tlvs, &Tamper::change>("change", a(Kind::tlvs), "{packet data handle: 7}",
                                               "TLVs have other values, or are added."),
    key_by<read_tlv_ids, &Tamper::doubled>("double", some(a(Kind::tlv)), "result", "TLVs are there twice."),
    key_by<read_wrong_number<kMostLength>, &Tamper::transaction>(
        "transaction", wrong_number(kMostLength), "+1", "A wrong transaction id; `+1` is one more than the right one."),
    key_by<read_wrong_number<255>, &Tamper::client>("client id", wrong_number(255), "9", "A wrong client id."),
    key_by<read_service, &Tamper::service>("service", a(Kind::service), "NAS", "A wrong service."),
    key_by<read_other_message, &Tamper::message>("message", a(Kind::message), "WDS Stop Network",
                                                 "A wrong message id: that of another message."),
    key_by<read_lies, &Tamper::lies>("length", map_of(kLength), "{qmux: +1}",
                                     "A length field lies: of `qmux`, `message`, or a TLV."),
    key<&Tamper::cut>("cut", integer(-kMostLength, kMostLength), "-2",
                      "Only so many bytes of the frame are sent; negative: so many are missing."),
    key_by<read_bytes, &Tamper::before>("garbage", a(Kind::bytes), "ff ff", "Bytes before the frame."),
    key_by<read_bytes, &Tamper::behind>("trailing", a(Kind::bytes), "\"00\"", "Bytes behind it."),
    key<&Tamper::split>("split", some(integer(1, kMostLength)), "[1, 4]",
                        "Written in pieces of these sizes; the last one goes for all that follow."),
    key<&Tamper::merged>("merge", a(Kind::only_true), "true", "Written together with whatever comes next."),
};

// An action is any of these.
constexpr auto kActionKeys = joined(kOnModemKeys, kOnRequestKeys, kOnMessageKeys);

constexpr KeySpec kUnplugKeys[] = {
    required(key<&Unplug::back_after>("for", a(Kind::duration), "2s", "Then it is plugged in again."))};

constexpr KeySpec kRebootKeys[] = {
    key<&Reboot::silent>("silent for", a(Kind::duration), "3s", "Nothing is answered for so long."),
    key<&Reboot::sync_indication>("sync indication", a(Kind::truth), "false",
                                  "Whether the modem says that its client ids are gone; else as `client ids` of `set` "
                                  "says."),
};

constexpr KeySpec kIndicateKeys[] = {
    {"message", a(Kind::indication), "NAS Serving System", "Its name.", Presence::required},
    {"with", a(Kind::tlvs), "{roaming indicator: 0}", "Its TLVs."},
    {"client id", integer(0, 255), "3", "To this one; 255, to all who hear the service, unless given."},
};

using Set = SetWhileRunning;
using modem::SettingsChanges;
using modem::Surroundings;

constexpr KeySpec kSetKeys[] = {
    key<&Set::modem, &SetModem::modem, &SettingsChanges::signal>("signal", map(signal), "{dbm: -105}", "See below."),
    key<&Set::modem, &SetModem::modem, &SettingsChanges::registration>("registration", map(registration),
                                                                       "{state: denied}", "See below."),
    key<&Set::modem, &SetModem::modem, &SettingsChanges::call>("call", map(call), "{refuse: GsmWcdmaUnknownApn}",
                                                               "Of calls that begin from now on."),
    key<&Set::modem, &SetModem::modem, &SettingsChanges::sim>("sim", map(sim), "{state: absent}", "See below."),
    key<&Set::modem, &SetModem::modem, &SettingsChanges::client_ids>("client ids", map(client_ids), "{limit: 1}",
                                                                     "See below."),
    key_by<read_set_serial, &Set::serial>("serial", one_of(voices) | map_of_ports(kVoice), "silent",
                                          "Serial ports get other voices."),
    key_by<read_set_data, &Set::modem, &SetModem::modem, &SettingsChanges::data>(
        "data", one_of(data_faults) | map(data), "black hole", "Frames on the network interface fare otherwise."),
    key<&Set::modem, &SetModem::usb>("usb", map(usb_while_running), "{notification: dropped}",
                                     "Other things go wrong on the USB; with --on vm, gadget and usbip."),
    key<&Set::surroundings, &Surroundings::wireless_disable>("wireless disable", a(Kind::truth), "true",
                                                             "The hardware switch."),
    changes_by<read_set_power, &Set::surroundings>("power", map(power), "{battery level: 5}", "See below."),
};

}  // namespace

constinit const MapSpec action{"action", "What a rule does; several keys are several things.", kActionKeys};
constinit const MapSpec action_on_modem = map_for<Rule>("action on the modem", "Done at any trigger.", kOnModemKeys);
constinit const MapSpec action_on_request{"action on a request", "Done to a request that a rule is about.",
                                          kOnRequestKeys};
constinit const MapSpec action_on_message =
    map_for<Tamper>("action on a message",
                    "Done to an answer (of the request that a rule is about, too) or an indication on its way to the "
                    "client.",
                    kOnMessageKeys);
constinit const MapSpec unplug = map_for<Unplug>("unplug", "For how long.", kUnplugKeys);
constinit const MapSpec reboot = map_for<Reboot>("reboot", "How.", kRebootKeys);
constinit const MapSpec indicate{"indicate", "An indication with its TLVs.", kIndicateKeys};
constinit const MapSpec set_while_running =
    map_for<Set>("set while running", "What can change while the modem runs.", kSetKeys);

}  // namespace modembench::bench::grammar
