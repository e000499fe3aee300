#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/serial_reader.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::string_view kTimes[] = {"after", "every"};
constexpr std::string_view kVoiceNames[] = {"noise", "diag", "at", "nmea"};
constexpr std::int64_t kMaxNoise = 4096;  ///< bytes at once: what a pseudo-terminal takes

constexpr KeySpec kVoiceKeys[] = {
    {"noise", map(noise), "{size: 16}", "Random bytes."},
    {"diag", map(diag), "{answers errors: true}", "Qualcomm's diagnostic protocol."},
    {"at", map(at), "{echo: true}", "AT commands."},
    {"nmea", map(nmea), "{}", "NMEA sentences from `$GPS_START` to `$GPS_STOP`; `gps` of `set` says what they say."},
};

constexpr KeySpec kNoiseKeys[] = {
    key<&serial::Noise::seed>("seed", integer(0, UINT32_MAX), "7", "What the bytes are drawn by."),
    key<&serial::Noise::size>("size", integer(1, kMaxNoise), "16", "So many at once."),
    key_by<read_period, &serial::Noise::every>("every", a(Kind::duration), "100ms", "So often, 10ms or more apart."),
};

constexpr KeySpec kDiagKeys[] = {
    key<&serial::Diag::answers_errors>("answers errors", a(Kind::truth), "true",
                                       "Whether it answers what it doesn't know with an error frame."),
    key<&serial::Diag::answers_version>("answers version", a(Kind::truth), "true",
                                        "Whether it answers when it is asked for its version."),
};

constexpr Value kLinesOrMap = some(a(Kind::text)) | map(at_answer);

constexpr KeySpec kAtKeys[] = {
    key<&serial::At::echo>("echo", a(Kind::truth), "false", "Whether it says what it hears."),
    key<&serial::At::ok_to_everything>("ok to everything", a(Kind::truth), "true",
                                       "Whether what it doesn't know is OK, too."),
    key<&serial::At::delay>("delay", a(Kind::duration), "1s", "Answers take that long."),
    key_by<read_at_answers, &serial::At::answers>(
        "answers", map_of(kLinesOrMap), "{ATI: [Sierra Wireless, MC8355], ATD.*: {say: CONNECT, delay: 2s}}",
        "Commands (`.*` is anything) and the lines that are said to them, or a map as in \"at answer\"."),
    key_by<read_unsolicited, &serial::At::unsolicited>("unsolicited", some(map(unsolicited)),
                                                       "[{say: RING, every: 6s}]", "Lines that nobody asked for."),
    key<&serial::At::carrier_lost_after>("carrier lost after", a(Kind::duration), "5s",
                                         "A connection ends so long after it began."),
};

constexpr KeySpec kAtAnswerKeys[] = {
    required(key<&serial::AtAnswer::lines>("say", some(a(Kind::text)), "[RING, OK]", "Lines.")),
    key<&serial::AtAnswer::delay>("delay", a(Kind::duration), "2s", "So much later."),
};

constexpr KeySpec kUnsolicitedKeys[] = {
    required(key<&serial::Unsolicited::line>("say", a(Kind::text), "RING", "The line.")),
    key<&serial::Unsolicited::after>("after", a(Kind::duration), "3s",
                                     "When it is said first; after one period unless given."),
    key_by<read_period, &serial::Unsolicited::every>("every", a(Kind::duration), "6s",
                                                     "And again and again, 10ms or more apart."),
};

}  // namespace

constinit const MapSpec voice{"voice", "One voice with its settings.", kVoiceKeys, kVoiceNames};
constinit const MapSpec noise = map_for<serial::Noise>("noise", "Random bytes.", kNoiseKeys);
constinit const MapSpec diag = map_for<serial::Diag>("diag", "The diagnostic protocol.", kDiagKeys);
constinit const MapSpec at = map_for<serial::At>("at", "AT commands.", kAtKeys);
constinit const MapSpec at_answer = map_for<serial::AtAnswer>("at answer", "What is said to a command.", kAtAnswerKeys);
constinit const MapSpec unsolicited = with_some_of(
    map_for<serial::Unsolicited>("unsolicited", "A line that nobody asked for.", kUnsolicitedKeys), kTimes);
constinit const MapSpec nmea{"nmea", "Nothing can be set.", {}};

}  // namespace modembench::bench::grammar
