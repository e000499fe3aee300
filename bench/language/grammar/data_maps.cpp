#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/plan/expectation.hpp"
#include "emulator/modem/settings/data.hpp"

namespace modembench::bench::grammar {
namespace {

using modem::DataSettings;

constexpr KeySpec kDataKeys[] = {
    key<&DataSettings::fault>("fault", one_of(data_faults), "black hole",
                              "`no dhcp`: who asks for an address is never answered. `black hole`: there is an address "
                              "to be had, and nothing "
                              "but that ever comes back. `stalled`: no frame is taken any more and none comes. `wrong "
                              "framing`: Ethernet where "
                              "raw IP was agreed, and the other way round. `works`: none of them."),
    needing(
        key<&DataSettings::after_bytes>("after bytes", integer(0, INT64_MAX), "2000000",
                                        "The fault begins when so much has come down to the host since it was set."),
        "fault"),
    key<&DataSettings::host_services>("host services", a(Kind::truth), "true",
                                      "Whether the gateway's TCP and UDP ports are those of the loopback of the "
                                      "machine that modembench runs on; else "
                                      "the network is closed."),
};

constexpr auto kDirections = choices<bool>("direction of traffic", {{"tx", false}, {"rx", true}});

constexpr KeySpec kTrafficKeys[] = {
    required(key<&ExpectTraffic::to_host>(
        "traffic", one_of(kDirections), "rx",
        "What passed over the network interface: `tx`, from the host, or `rx`, to it. IP is counted; ARP and DHCP, "
        "which the modem answers itself, are not.")),
    key<&ExpectTraffic::bytes>("bytes", integer(1, INT64_MAX), "10000000",
                               "At least so many, without Ethernet headers."),
    key<&ExpectTraffic::packets>("packets", integer(1, INT64_MAX), "10",
                                 "At least so many; 1 unless something is given."),
    {"within", a(Kind::within), "30s after call connected",
     "By when; of a range, no sooner than its beginning. From the client's start unless said. Traffic is told of every "
     "100 ms."},
    {"for", some(a(Kind::text)), "qmicli-connect", "Only of these clients."},
};

}  // namespace

constinit const MapSpec data =
    map_for<DataSettings>("data", "What becomes of the frames on the network interface while a call is up.", kDataKeys);
constinit const MapSpec traffic =
    map_for<ExpectTraffic>("traffic", "Packets pass over the network interface.", kTrafficKeys);

}  // namespace modembench::bench::grammar
