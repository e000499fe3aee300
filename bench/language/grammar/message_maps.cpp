#include "bench/language/gps_reader.hpp"
#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "bench/language/sms_reader.hpp"
#include "emulator/modem/settings/gps.hpp"
#include "emulator/modem/settings/oma.hpp"
#include "emulator/modem/settings/sms.hpp"
#include "emulator/modem/settings/ussd.hpp"

namespace modembench::bench::grammar {
namespace {

using qmi::wms::StorageType;
constexpr auto kStorages = choices<StorageType>("storage", {{"sim", StorageType::UIM}, {"me", StorageType::NV}});
using modem::GpsSettings;
using modem::OmaSettings;
using modem::SmsSettings;
using modem::UssdReply;
using Session = OmaSettings::Outcome;
constexpr auto kOutcomes =
    choices<Session>("outcome of a session",
                     {{"failed", Session::failed}, {"updated", Session::updated}, {"no update", Session::no_update}});
constexpr std::int64_t kMaxStorage = 255;

constexpr KeySpec kGpsKeys[] = {
    key<&GpsSettings::fix>("fix", a(Kind::truth), "false", "Whether it finds out where it is."),
    key<&GpsSettings::fix_after>("fix after", a(Kind::duration), "30s", "It takes that long."),
    key<&GpsSettings::latitude>("latitude", decimal(-90, 90), "48.1", "In degrees."),
    key<&GpsSettings::longitude>("longitude", decimal(-180, 180), "11.6", "In degrees."),
    key<&GpsSettings::altitude>("altitude", decimal(-1000, 18000), "520", "In metres."),
    key<&GpsSettings::speed>("speed", decimal(0, 1854), "50", "In km/h."),
    key_by<read_course, &GpsSettings::course>("course", decimal(0, 359), "90", "In degrees from north, below 360."),
    key_by<read_utc, &GpsSettings::time>("time", a(Kind::utc), "2012-06-18T12:00:00Z",
                                         "The satellites' time when power comes on."),
};

constexpr KeySpec kFrom =
    needing(key<&GivenSms::from>("from", a(Kind::text), "\"+491701234567\"", "The sender."), "text");
constexpr KeySpec kSmsText = needing(key<&GivenSms::text>("text", a(Kind::text), "hello", "What it says."), "from");
constexpr KeySpec kClass =
    needing(key<&GivenSms::message_class>("class", integer(0, 3), "0", "Its class; none unless given."), "text");
constexpr KeySpec kPdu = key_by<read_pdu, &GivenSms::pdu>("pdu", a(Kind::bytes), "00 01 02",
                                                          "Instead of all these: the whole message in bytes.");
constexpr std::string_view kTextOrPdu[] = {"text", "pdu"};

constexpr KeySpec kArrivingKeys[] = {kFrom, kSmsText, kClass, kPdu};
constexpr KeySpec kStoredKeys[] = {
    kFrom,
    kSmsText,
    kClass,
    kPdu,
    key_by<read_network_time, &GivenSms::sent>("at", a(Kind::date), "2012-03-01 12:00:00", "When it was sent."),
    key<&GivenSms::storage>("storage", one_of(kStorages), "sim", "Where it is; on the SIM unless given."),
    key<&GivenSms::read>("read", a(Kind::truth), "true", "Whether it has been read."),
};

constexpr KeySpec kSmsKeys[] = {
    key_by<read_phone_number, &SmsSettings::smsc>("smsc", a(Kind::text), "\"+491713920000\"",
                                                  "The service centre's number."),
    key_by<read_phone_number, &SmsSettings::own_number>("own number", a(Kind::text), "\"+491701234567\"",
                                                        "An SMS sent to it arrives here."),
    key<&SmsSettings::sim_size>("sim size", integer(0, kMaxStorage), "10", "Places on the SIM."),
    key<&SmsSettings::modem_size>("me size", integer(0, kMaxStorage), "23", "Places in the modem."),
    key<&SmsSettings::send_after>("send after", a(Kind::duration), "1s", "Sending takes that long."),
    key<&SmsSettings::list_needs_mode>("list needs mode", a(Kind::truth), "true",
                                       "Whether WMS List Messages is refused without a mode."),
    key_by<read_network_time, &SmsSettings::clock>("clock", a(Kind::date), "2012-03-01 12:00:00",
                                                   "The network's time when power comes on."),
    {"messages", some(map(stored_sms)), "[{from: \"+491701234567\", text: hello}]", "Stored at the start."},
};

constexpr KeySpec kUssdReplyKeys[] = {
    required(key_by<read_ussd_text, &UssdReply::text>("says", a(Kind::text), "1 Balance", "What the network says.")),
    key<&UssdReply::after>("after", a(Kind::duration), "2s", "So much later; 1s unless given."),
    {"answers", map_of(kUssdReply), "{\"1\": You have 5 EUR}", "It waits for one of these, and goes on as they say."},
};

constexpr KeySpec kOmaKeys[] = {
    key<&OmaSettings::outcome>("session", one_of(kOutcomes), "updated", "How a session ends."),
    key<&OmaSettings::reason>("reason", named(&session_failed_reason_type), "NetworkUnavailable", "Why one fails."),
    key<&OmaSettings::after>("after", a(Kind::duration), "3s", "A session takes that long."),
    key<&OmaSettings::alert_after>("alert after", a(Kind::duration), "10s", "The network asks for one then."),
};

}  // namespace

constinit const MapSpec gps = map_for<GpsSettings>("gps", "Where the modem is.", kGpsKeys);
constinit const MapSpec sms = map_for<SmsSettings>("sms", "SMS storage.", kSmsKeys);
constinit const MapSpec stored_sms =
    with_one_of(map_for<GivenSms>("stored sms", "An SMS that is there at the start.", kStoredKeys), kTextOrPdu);
constinit const MapSpec arriving_sms =
    with_one_of(map_for<GivenSms>("arriving sms", "An SMS that arrives.", kArrivingKeys), kTextOrPdu);
constinit const MapSpec ussd_reply =
    map_for<UssdReply>("ussd reply", "What the network says to a code.", kUssdReplyKeys);
constinit const MapSpec oma = map_for<OmaSettings>("oma", "Device management sessions.", kOmaKeys);

}  // namespace modembench::bench::grammar
