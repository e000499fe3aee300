#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/time_reader.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::string_view kTriggers[] = {"at", "on", "every"};
constexpr std::string_view kPortChanges[] = {"opened", "closed"};
constexpr std::string_view kEvents[] = {"request", "answer", "indication", "serial", "port", "says"};
constexpr std::string_view kAlways[] = {"always"};
constexpr std::int64_t kMostTimes = 1'000'000;

constexpr KeySpec kRuleKeys[] = {
    {"at", a(Kind::at), "2.7s after registered",
     "Trigger: a time, from the start or after a milestone; after a message, each time it comes."},
    {"on", a(Kind::event) | a(Kind::any_message) | map(on), "WDS Start Network",
     "Trigger: a milestone, a request, or what the map says."},
    {"every", a(Kind::span), "5s", "Trigger: again and again, 1ms or more apart."},
    {"where", a(Kind::tlvs), "{apn: internet}", "TLVs that the message must have; of a structure, some members."},
    {"capture", map_of(kAnyText), "{wanted: apn}",
     "Names, and the TLVs (or `tlv.member`) that are kept under them for `$name`."},
    key<&Rule::nth>("nth", integer(1, kMostTimes), "2", "Only from that time on; 1 is the first."),
    key_by<read_times, &Rule::times>("times", one_of(kAlways) | integer(1, kMostTimes), "3",
                                     "So often at most; a time or milestone once, else always."),
    key_by<read_percent, &Rule::chance>("chance", a(Kind::percent), "30%",
                                        "Only so often of a hundred times, by the seed."),
    key_by<read_span, &Rule::after>("after", a(Kind::span), "1s..4s", "What is done to the modem waits for so long."),
    key_by<read_moment, &Rule::from>("from", a(Kind::moment), "2s after registered", "The rule is armed then."),
    key_by<read_moment, &Rule::until>("until", a(Kind::moment), "call connected", "It is disarmed then."),
    key<&Rule::name>("name", a(Kind::text), "deaf", "For `arm` and `disarm`."),
    key<&Rule::armed>("armed", a(Kind::truth), "false", "Whether it is armed at the start."),
    {"do", map(action), "{unregister: qmi}", "What happens.", Presence::required},
};

constexpr KeySpec kOnKeys[] = {
    {"request", a(Kind::any_message), "WDS Start Network", "A request, before it is answered."},
    {"answer", a(Kind::any_message), "WDS Start Network", "The answer to this request, on its way out."},
    {"error", a(Kind::error), "CallFailed", "... if it says this.", Presence::optional, "answer"},
    {"indication", a(Kind::any_indication), "WDS Packet Service Status", "An indication, on its way out."},
    {"serial", a(Kind::serial_port), "ttyUSB1", "A serial port ...", Presence::optional, "receives"},
    {"receives", a(Kind::pattern), "ATD.*", "... receives this.", Presence::optional, "serial"},
    {"port", a(Kind::port), "qmi", "A port ...", Presence::optional, "is"},
    {"is", one_of(kPortChanges), "opened", "... is opened or closed.", Presence::optional, "port"},
    {"says", a(Kind::pattern), "connected", "A line of the client's output."},
};

}  // namespace

constinit const MapSpec rule =
    with_one_of(map_for<Rule>("rule", "One trigger, what it depends on, and what happens then.", kRuleKeys), kTriggers);
constinit const MapSpec on{"on", "What a rule waits for.", kOnKeys, kEvents};

}  // namespace modembench::bench::grammar
