#include "bench/language/grammar/maps.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::string_view kExits[] = {"exits"};
constexpr std::string_view kStatus[] = {"success", "failure"};
constexpr std::string_view kNodes[] = {"present", "gone"};
constexpr std::string_view kBalance[] = {"clean", "calls stopped"};
constexpr Value kText = a(Kind::text);

// What many of them have.
constexpr KeySpec kWhere{"where", a(Kind::tlvs), "{apn: internet}", "TLVs that it has."};
constexpr KeySpec kWhereOfAnswer{"where", a(Kind::tlvs), "{packet data handle: 7}", "TLVs that it has."};
constexpr KeySpec kWhereOfIndication{"where", a(Kind::tlvs), "{connection status: {reconfiguration required: 0}}",
                                     "TLVs that it has."};
constexpr KeySpec kNoError{"error", a(Kind::misplaced), "CallFailed", "Only an answer has one."};
constexpr KeySpec kCount{"count", a(Kind::count), "at least 2", "How often: 1, 0..3, at least 2; once unless given."};
constexpr KeySpec kWithin{"within", a(Kind::within), "30s after registered",
                          "By when; of a range, no sooner than its beginning. From the client's start unless said."};
constexpr KeySpec kFor{"for", some(a(Kind::text)), "qmicli-connect", "Only of these clients."};
constexpr KeySpec kApart{"apart", a(Kind::duration), "5s", "Each comes at least so long after the one before it."};

constexpr KeySpec kNeverKeys[] = {
    {"never",
     one_of_maps({&client_exits, &request, &answer, &indication, &event, &serial_received, &device_node, &traffic,
                  &order, &balance, &says, &kernel}),
     "{request: WDS Stop Network}", "Another expectation, which must not come true.", Presence::required},
    kWithin,
    {"during", a(Kind::within), "30s", "The same as `within`, in better English."},
    kFor,
};
constexpr KeySpec kClientKeys[] = {
    {"client", one_of(kExits), "exits", "It ends by itself, before the deadline.", Presence::required},
    {"status", one_of(kStatus) | integer(0, 255), "failure", "With this exit status; any unless given."},
    {"says", some(a(Kind::pattern)), "endpoint hangup|No such file", "And has said this, in a line of its output."},
    kWithin,
    kFor,
};
constexpr KeySpec kRequestKeys[] = {
    {"request", a(Kind::any_message), "WDS Start Network", "The client asks this.", Presence::required},
    kWhere,
    kNoError,
    kCount,
    kApart,
    kWithin,
    kFor,
};
constexpr KeySpec kAnswerKeys[] = {
    {"answer", a(Kind::any_message), "WDS Start Network", "The modem answers this request.", Presence::required},
    kWhereOfAnswer,
    {"error", a(Kind::error), "CallFailed", "With this error."},
    kCount,
    kApart,
    kWithin,
    kFor,
};
constexpr KeySpec kIndicationKeys[] = {
    {"indication", a(Kind::any_indication), "WDS Packet Service Status", "The modem sends this.", Presence::required},
    kWhereOfIndication,
    kNoError,
    kCount,
    kApart,
    kWithin,
    kFor,
};
constexpr KeySpec kEventKeys[] = {
    {"event", a(Kind::event), "call connected", "A milestone passes.", Presence::required}, kCount, kWithin, kFor};
constexpr KeySpec kSerialKeys[] = {
    {"serial", a(Kind::serial_port), "ttyUSB1", "A serial port ...", Presence::required},
    {"receives", a(Kind::pattern), "ATD.*", "... receives this, anywhere in all it receives.", Presence::required},
    kWithin,
    kFor,
};
constexpr KeySpec kDeviceKeys[] = {
    {"device", a(Kind::port), "qmi", "A port's node ...", Presence::required},
    {"is", one_of(kNodes), "gone", "... is there, or gone, at the end.", Presence::required},
    kFor,
};
constexpr KeySpec kOrderKeys[] = {
    {"order", list(a(Kind::event)) | list(a(Kind::any_message)) | list(map(step)),
     "[WDS Start Network, WDS Stop Network]", "Steps, each after the one before it; others may come between.",
     Presence::required},
    kWithin,
    kFor,
};
constexpr KeySpec kStepKeys[] = {
    {"request", a(Kind::any_message), "WDS Start Network", "The client asks this."},
    {"answer", a(Kind::any_message), "WDS Start Network", "The modem answers this request."},
    {"indication", a(Kind::any_indication), "WDS Packet Service Status", "The modem sends this."},
    {"error", a(Kind::error), "CallFailed", "The answer has this error.", Presence::optional, "answer"},
    {"where", a(Kind::tlvs), "{apn: internet}", "TLVs that the message has."},
    {"capture", map_of(kText), "{wanted: apn}", "TLVs that are kept, for `$name` in the steps that follow."},
    {"event", a(Kind::event), "call connected", "A milestone passes."},
    {"says", a(Kind::pattern), "connected", "The client says this."},
    {"kernel", a(Kind::pattern), "wwan0: register", "The kernel says this in its log."},
    {"serial", a(Kind::serial_port), "ttyUSB1", "A serial port ...", Presence::optional, "receives"},
    {"receives", a(Kind::pattern), "ATD.*", "... receives this.", Presence::optional, "serial"},
};
constexpr KeySpec kBalanceKeys[] = {
    {"balance", one_of(kBalance), "clean",
     "At the end every client id is released and every call stopped; or only the latter, for clients that leave the "
     "ids to whoever ends last.",
     Presence::required},
    kFor,
};
constexpr KeySpec kKernelKeys[] = {
    {"kernel", a(Kind::pattern), "unregister 'qmi_wwan'",
     "A line of the log of the kernel that the modem is plugged into, without its stamp.", Presence::required},
    kCount,
    kWithin,
    kFor,
};
constexpr KeySpec kSaysKeys[] = {
    {"says", a(Kind::pattern), "connected", "A line of the client's output.", Presence::required},
    kCount,
    kWithin,
    kFor,
};

constexpr std::string_view kOfStep[] = {"request", "answer", "indication", "event", "says", "kernel", "serial"};

}  // namespace

constinit const MapSpec never{"never", "What must not happen.", kNeverKeys};
constinit const MapSpec client_exits{"client exits", "The client ends.", kClientKeys};
constinit const MapSpec request{"request", "A request comes.", kRequestKeys};
constinit const MapSpec answer{"answer", "An answer goes out.", kAnswerKeys};
constinit const MapSpec indication{"indication", "An indication goes out.", kIndicationKeys};
constinit const MapSpec event{"event", "A milestone passes.", kEventKeys};
constinit const MapSpec serial_received{"serial received", "A serial port receives something.", kSerialKeys};
constinit const MapSpec device_node{"device node", "A node is there or gone.", kDeviceKeys};
constinit const MapSpec order{"order", "Things come one after the other.", kOrderKeys};
constinit const MapSpec balance{"balance", "Nothing is left behind.", kBalanceKeys};
constinit const MapSpec says{"says", "The client says something.", kSaysKeys};
constinit const MapSpec kernel{"kernel", "The kernel says something.", kKernelKeys};
constinit const MapSpec step{"step", "One step of an order.", kStepKeys, kOfStep};
constinit const std::array<const MapSpec*, 13> expectations = {
    &never,       &client_exits, &request, &answer,  &indication, &event, &serial_received,
    &device_node, &traffic,      &order,   &balance, &says,       &kernel};

}  // namespace modembench::bench::grammar
