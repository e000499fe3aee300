#include <algorithm>
#include <array>

#include "bench/language/expectation_kinds.hpp"
#include "bench/language/expectation_values.hpp"
#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/port_reader.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::string_view kExits[] = {"exits"};
constexpr std::string_view kStatus[] = {"success", "failure"};
constexpr auto kNodes = choices<bool>("state of a device", {{"present", true}, {"gone", false}});
constexpr auto kBalance = choices<bool>("balance", {{"clean", true}, {"calls stopped", false}});

// Keys that many expectations have. All have `within` and `for`, which are read in one place.
constexpr KeySpec kWithin{"within", a(Kind::within), "30s after registered",
                          "By when; of a range, no sooner than its beginning. From the client's start unless said."};
constexpr KeySpec kFor{"for", some(a(Kind::text)), "qmicli-connect", "Only of these clients."};

template <class T>
constexpr KeySpec count_of() {
  return key_by<read_count, &T::count>("count", a(Kind::count), "at least 2",
                                       "How often: 1, 0..3, at least 2; once unless given.");
}

constexpr KeySpec where_as(std::string_view example) {
  return key_by<read_where, &ExpectMessage::pattern, &MessagePattern::where>("where", a(Kind::tlvs), example,
                                                                             "TLVs that it has.");
}
constexpr KeySpec kNoError =
    refused<refuse_error>("error", a(Kind::misplaced), "CallFailed", "Only an answer has one.");
constexpr KeySpec kApart = key<&ExpectMessage::apart>("apart", a(Kind::duration), "5s",
                                                      "Each comes at least so long after the one before it.");
template <qmi::MessageKind kind>
constexpr KeySpec message_named(std::string_view name, Kind form, std::string_view example, std::string_view about) {
  return required(key_by<read_pattern<kind>, &ExpectMessage::pattern>(name, a(form), example, about));
}

constexpr KeySpec kClientExitsKeys[] = {
    {"client", one_of(kExits), "exits", "It ends by itself, before the deadline.", Presence::required},
    {"status", one_of(kStatus) | integer(0, 255), "failure", "With this exit status; any unless given."},
    {"says", some(a(Kind::pattern)), "endpoint hangup|No such file", "And has said this, in a line of its output."},
    kWithin,
    kFor,
};
constexpr KeySpec kRequestKeys[] = {
    message_named<qmi::MessageKind::request>("request", Kind::any_message, "WDS Start Network",
                                             "The client asks this."),
    where_as("{apn: internet}"),
    kNoError,
    count_of<ExpectMessage>(),
    kApart,
    kWithin,
    kFor,
};
constexpr KeySpec kAnswerKeys[] = {
    message_named<qmi::MessageKind::response>("answer", Kind::any_message, "WDS Start Network",
                                              "The modem answers this request."),
    where_as("{packet data handle: 7}"),
    key_by<read_error_code, &ExpectMessage::pattern, &MessagePattern::error>("error", a(Kind::error), "CallFailed",
                                                                             "With this error."),
    count_of<ExpectMessage>(),
    kApart,
    kWithin,
    kFor,
};
constexpr KeySpec kIndicationKeys[] = {
    message_named<qmi::MessageKind::indication>("indication", Kind::any_indication, "WDS Packet Service Status",
                                                "The modem sends this."),
    where_as("{connection status: {reconfiguration required: 0}}"),
    kNoError,
    count_of<ExpectMessage>(),
    kApart,
    kWithin,
    kFor,
};
constexpr KeySpec kEventKeys[] = {
    required(key_by<read_milestone, &ExpectEvent::milestone>("event", a(Kind::event), "call connected",
                                                             "A milestone passes.")),
    count_of<ExpectEvent>(),
    kWithin,
    kFor,
};
constexpr KeySpec kSerialKeys[] = {
    required(key_by<read_receiving_port, &ExpectSerial::port>("serial", a(Kind::serial_port), "ttyUSB1",
                                                              "A serial port ...")),
    required(key<&ExpectSerial::pattern>("receives", a(Kind::pattern), "ATD.*",
                                         "... receives this, anywhere in all it receives.")),
    kWithin,
    kFor,
};
constexpr KeySpec kDeviceNodeKeys[] = {
    required(key_by<read_port, &ExpectDevice::port>("device", a(Kind::port), "qmi", "A port's node ...")),
    required(key<&ExpectDevice::present>("is", one_of(kNodes), "gone", "... is there, or gone, at the end.")),
    kFor,
};
constexpr KeySpec kOrderKeys[] = {
    required(key_by<read_steps, &ExpectOrder::steps>(
        "order", list(a(Kind::event)) | list(a(Kind::any_message)) | list(map(step)),
        "[WDS Start Network, WDS Stop Network]", "Steps, each after the one before it; others may come between.")),
    kWithin,
    kFor,
};
constexpr KeySpec kStepKeys[] = {
    {"request", a(Kind::any_message), "WDS Start Network", "The client asks this."},
    {"answer", a(Kind::any_message), "WDS Start Network", "The modem answers this request."},
    {"indication", a(Kind::any_indication), "WDS Packet Service Status", "The modem sends this."},
    {"error", a(Kind::error), "CallFailed", "The answer has this error.", Presence::optional, "answer"},
    {"where", a(Kind::tlvs), "{apn: internet}", "TLVs that the message has."},
    {"capture", map_of(kAnyText), "{wanted: apn}", "TLVs that are kept, for `$name` in the steps that follow."},
    {"event", a(Kind::event), "call connected", "A milestone passes."},
    {"says", a(Kind::pattern), "connected", "The client says this."},
    {"kernel", a(Kind::pattern), "wwan0: register", "The kernel says this in its log."},
    {"serial", a(Kind::serial_port), "ttyUSB1", "A serial port ...", Presence::optional, "receives"},
    {"receives", a(Kind::pattern), "ATD.*", "... receives this.", Presence::optional, "serial"},
};
constexpr KeySpec kBalanceKeys[] = {
    required(key<&ExpectBalance::client_ids>(
        "balance", one_of(kBalance), "clean",
        "At the end every client id is released and every call stopped; or only the latter, for clients that leave the "
        "ids to whoever ends last.")),
    kFor,
};
constexpr KeySpec kKernelKeys[] = {
    required(key<&ExpectKernelSays::pattern>(
        "kernel", a(Kind::pattern), "unregister 'qmi_wwan'",
        "A line of the log of the kernel that the modem is plugged into, without its stamp.")),
    count_of<ExpectKernelSays>(),
    kWithin,
    kFor,
};
constexpr KeySpec kSaysKeys[] = {
    required(key<&ExpectClientSays::pattern>("says", a(Kind::pattern), "connected", "A line of the client's output.")),
    count_of<ExpectClientSays>(),
    kWithin,
    kFor,
};

constexpr std::string_view kOfStep[] = {"request", "answer", "indication", "event", "says", "kernel", "serial"};

constexpr MapSpec request = map_for<ExpectMessage>("request", "A request comes.", kRequestKeys);
constexpr MapSpec event = map_for<ExpectEvent>("event", "A milestone passes.", kEventKeys);
constexpr MapSpec serial_received =
    map_for<ExpectSerial>("serial received", "A serial port receives something.", kSerialKeys);
constexpr MapSpec device_node = map_for<ExpectDevice>("device node", "A node is there or gone.", kDeviceNodeKeys);
constexpr MapSpec order = map_for<ExpectOrder>("order", "Things come one after the other.", kOrderKeys);
constexpr MapSpec balance = map_for<ExpectBalance>("balance", "Nothing is left behind.", kBalanceKeys);
constexpr MapSpec says = map_for<ExpectClientSays>("says", "The client says something.", kSaysKeys);
constexpr MapSpec kernel = map_for<ExpectKernelSays>("kernel", "The kernel says something.", kKernelKeys);

/// The kinds of expectations, a row each.
constexpr ExpectationKind kKinds[] = {
    {&never, nullptr},
    {&client_exits, read_exits},
    {&request, read_expected<ExpectMessage>},
    {&answer, read_expected<ExpectMessage>},
    {&indication, read_expected<ExpectMessage>},
    {&event, read_expected<ExpectEvent>},
    {&serial_received, read_expected<ExpectSerial>},
    {&device_node, read_expected<ExpectDevice>},
    {&traffic, read_expected<ExpectTraffic>},
    {&order, read_expected<ExpectOrder>},
    {&balance, read_expected<ExpectBalance>},
    {&says, read_expected<ExpectClientSays>},
    {&kernel, read_expected<ExpectKernelSays>},
};

/// The maps of these kinds of expectations.
template <std::size_t count>
constexpr std::array<const MapSpec*, count> maps_of_kinds(std::span<const ExpectationKind, count> kinds) {
  std::array<const MapSpec*, count> maps{};
  std::transform(kinds.begin(), kinds.end(), maps.begin(), [](const ExpectationKind& kind) { return kind.map; });
  return maps;
}

std::span<const MapSpec* const> all_but_never() {
  static constexpr auto kMaps = maps_of_kinds(std::span(kKinds).subspan<1>());
  return kMaps;
}

constexpr KeySpec kNeverKeys[] = {
    {"never", one_of_maps(all_but_never), "{request: WDS Stop Network}",
     "Another expectation, which must not come true.", Presence::required},
    kWithin,
    {"during", a(Kind::within), "30s", "The same as `within`, in better English."},
    kFor,
};

}  // namespace

constinit const MapSpec never{"never", "What must not happen.", kNeverKeys};
constinit const MapSpec client_exits{"client exits", "The client ends.", kClientExitsKeys};
constinit const MapSpec answer = map_for<ExpectMessage>("answer", "An answer goes out.", kAnswerKeys);
constinit const MapSpec indication = map_for<ExpectMessage>("indication", "An indication goes out.", kIndicationKeys);
constinit const MapSpec step{"step", "One step of an order.", kStepKeys, kOfStep};

std::span<const ExpectationKind> expectation_kinds() { return kKinds; }

std::span<const MapSpec* const> expectations() {
  static constexpr auto kMaps = [] {
    auto maps = maps_of_kinds(std::span(kKinds));
    std::rotate(maps.begin(), maps.begin() + 1, maps.end());
    return maps;
  }();
  return kMaps;
}

}  // namespace modembench::bench::grammar
