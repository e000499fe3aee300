#include <catch2/catch.hpp>

#include <bit>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/service_numbers.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

Profile with_gps() {
  Profile profile = healthy();
  profile.identity.services.push_back({qmi::pds::service, 1, 6});
  profile.settings.gps.latitude = 51.4779;
  profile.settings.gps.longitude = -0.0015;
  profile.settings.gps.altitude = 45.5;
  profile.settings.gps.time = 1340020800;
  return profile;
}

Value session(std::uint32_t count, std::uint32_t interval) {
  constexpr std::uint8_t kNone = 0;
  constexpr std::uint8_t kTimeout = 5;
  return Struct{{"session control", kNone},
                {"session type", kNone},
                {"session operation", kNone},
                {"server option", kNone},
                {"position data timeout", kTimeout},
                {"position data count", count},
                {"interval", interval},
                {"accuracy threshold", 0U}};
}

class Gps {
 public:
  explicit Gps(Profile profile = with_gps()) : modem(std::move(profile)), client(modem.allocate("PDS")) {}

  ErrorCode error(std::string_view name, Named tlvs = {}) { return modem.error(name, client, tlvs); }
  Message ask(std::string_view name, Named tlvs = {}) { return modem.ask(name, client, tlvs); }
  void listen(std::string_view to) { CHECK(error("PDS Set Event Report", {{to, std::uint8_t{1}}}) == ErrorCode::None); }
  ErrorCode start(std::uint32_t count, std::uint32_t interval) {
    return error("PDS Start Tracking Session", {{"session", session(count, interval)}});
  }
  /// What others are told as the modem's NMEA port starts an endless session, or ends it.
  Messages switch_by_port(bool on) {
    if (!on) return modem.send_as_own("PDS End Tracking Session");
    return modem.send_as_own("PDS Start Tracking Session", {{"session", session(0xFFFFFFFF, 1)}});
  }
  ErrorCode enable(bool on) {
    return error("PDS Set GPS Service State", {{"state", Struct{{"gps service state", std::uint8_t{on}}}}});
  }
  ErrorCode auto_track(bool on) {
    return error("PDS Set Auto Tracking State", {{"state", Struct{{"auto tracking state", std::uint8_t{on}}}}});
  }
  bool tracks() { return part(ask("PDS Get GPS Service State"), "state", "tracking session state").number() == 2; }
  std::size_t reports(Duration time) { return indications(modem.pass(time), "PDS Set Event Report").size(); }
  std::string nmea() { return modem.modem().take_nmea(); }

  ModemUnderTest modem;
  std::uint8_t client;
};

}  // namespace

TEST_CASE("pds: nothing is told before somebody tracks") {
  Gps gps;
  gps.listen("nmea position reporting");
  CHECK(gps.modem.pass(1h).empty());
  CHECK(gps.nmea().empty());
  CHECK_FALSE(gps.tracks());
}

TEST_CASE("pds: an endless session of the modem's own is the same tracking, with sentences once a second") {
  Gps gps;
  gps.listen("nmea position reporting");
  const auto told = gps.switch_by_port(true);
  CHECK(indications(told, "PDS Get GPS Service State").size() == 1);
  CHECK(gps.tracks());
  CHECK(gps.nmea().empty());
  CHECK(gps.reports(999ms) == 0);
  CHECK(gps.reports(1ms) == 6);
  const auto first = gps.nmea();
  CHECK(first.starts_with("$GPGSV,2,1,08,"));
  CHECK(first.find("$GPRMC,120001.0,A,5128.674000,N,") != std::string::npos);
  CHECK(gps.reports(2s) == 12);
  CHECK(gps.nmea().size() == 2 * first.size());
  // A second one changes nothing.
  CHECK(gps.switch_by_port(true).empty());
  CHECK(gps.switch_by_port(false).size() == 1);
  CHECK_FALSE(gps.tracks());
  CHECK(gps.modem.pass(10s).empty());
  CHECK(gps.nmea().empty());
}

TEST_CASE("pds: a session makes as many fixes as it asks for, at its interval, and ends") {
  Gps gps;
  gps.listen("parsed position reporting");
  CHECK(gps.start(3, 10) == ErrorCode::None);
  CHECK(gps.start(3, 10) == ErrorCode::NoEffect);
  CHECK(gps.reports(1s) == 1);
  CHECK(gps.reports(10s - 1us) == 0);
  CHECK(gps.reports(1us) == 1);
  CHECK(part(gps.ask("PDS Get Tracking Session Info"), "session", "position data count").number() == 1);
  const auto last = gps.modem.pass(10s);
  CHECK(indications(last, "PDS Set Event Report").size() == 1);
  CHECK(indications(last, "PDS Get GPS Service State").size() == 1);
  CHECK_FALSE(gps.tracks());
  CHECK_FALSE(gps.modem.modem().next_deadline().has_value());
  CHECK(gps.error("PDS Get Tracking Session Info") == ErrorCode::InformationUnavailable);
  CHECK(gps.start(0, 1) == ErrorCode::InvalidArgument);
}

TEST_CASE("pds: a parsed position says what the sentences say") {
  Gps gps;
  gps.listen("parsed position reporting");
  gps.start(1, 1);
  const auto told = indications(gps.modem.pass(1s), "PDS Set Event Report");
  REQUIRE(told.size() == 1);
  CHECK(part(told[0], "position session status").number() == 0);
  CHECK(std::bit_cast<double>(part(told[0], "parsed position", "latitude f64").number()) == 51.4779);
  CHECK(std::bit_cast<double>(part(told[0], "parsed position", "longitude f64").number()) == -0.0015);
  CHECK(std::bit_cast<float>(static_cast<std::uint32_t>(
            part(told[0], "parsed position", "mean sea level altitude f32").number())) == 45.5F);
  CHECK(part(told[0], "parsed position", "utc timestamp").number() == 1340020801000);
}

TEST_CASE("pds: extended sentences have the mode with them") {
  auto profile = with_gps();
  profile.settings.gps.fix_after = 2s;
  Gps gps(profile);
  gps.listen("extended nmea position reporting");
  static_cast<void>(gps.switch_by_port(true));
  const auto before = indications(gps.modem.pass(1s), "PDS Set Event Report");
  REQUIRE(before.size() == 5);
  CHECK(part(before[1], "extended nmea position", "operation mode").number() == static_cast<std::uint64_t>(-1));
  CHECK(part(before[1], "extended nmea position", "nmea").text() == "$GPGGA,,,,,,0,,,,,,,,*66\r\n");
  const auto after = indications(gps.modem.pass(1s), "PDS Set Event Report");
  REQUIRE(after.size() == 6);
  CHECK(part(after[0], "extended nmea position", "operation mode").number() == 0);
}

TEST_CASE("pds: a fix that doesn't come is told as in progress, then as timed out") {
  auto profile = with_gps();
  profile.settings.gps.fix = false;
  Gps gps(profile);
  gps.listen("parsed position reporting");
  gps.start(1, 60);
  std::vector<std::uint64_t> statuses;
  for (const auto& report : indications(gps.modem.pass(1min), "PDS Set Event Report")) {
    CHECK_FALSE(has(report, "parsed position"));
    statuses.push_back(part(report, "position session status").number());
  }
  CHECK(statuses == std::vector<std::uint64_t>{1, 1, 1, 1, 3});
  CHECK_FALSE(gps.tracks());
}

TEST_CASE("pds: the end of a session is told to who follows it") {
  Gps gps;
  gps.listen("parsed position reporting");
  CHECK(gps.error("PDS End Tracking Session") == ErrorCode::NoEffect);
  gps.start(100, 1);
  const auto said = gps.modem.send("PDS End Tracking Session", gps.client);
  REQUIRE(said.size() == 3);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(part(said[1], "position session status").number() == 4);
  CHECK(part(said[2], "state", "tracking session state").number() == 1);
}

TEST_CASE("pds: a client that asks for nothing hears of the service's state alone, one that is gone nothing") {
  Gps gps;
  const auto other = gps.modem.allocate("PDS");
  CHECK(gps.modem.error("PDS Set Event Report", other, {{"nmea position reporting", std::uint8_t{1}}}) ==
        ErrorCode::None);
  gps.start(100, 1);
  for (const auto& message : gps.modem.pass(3s)) CHECK(message.header.client == other);
  CHECK(gps.modem.error("PDS Reset", other) == ErrorCode::None);
  CHECK(gps.modem.pass(3s).empty());
  gps.listen("nmea position reporting");
  CHECK(gps.reports(1s) == 6);
  CHECK(gps.modem.release("PDS", gps.client) == ErrorCode::None);
  CHECK(gps.modem.pass(3s).empty());
}

TEST_CASE("pds: the service can be off, and then nothing tracks") {
  Gps gps;
  CHECK(gps.enable(true) == ErrorCode::NoEffect);
  gps.start(100, 1);
  CHECK(gps.enable(false) == ErrorCode::None);
  CHECK_FALSE(gps.tracks());
  CHECK(gps.start(1, 1) == ErrorCode::Disabled);
  CHECK(gps.error("PDS Single Position Fix") == ErrorCode::Disabled);
  CHECK(gps.switch_by_port(true).empty());
  CHECK(gps.modem.pass(10s).empty());
  CHECK(gps.enable(true) == ErrorCode::None);
  CHECK_FALSE(gps.tracks());
}

TEST_CASE("pds: automatic tracking runs with the service, as ModemManager sets it up, and after power comes back") {
  Gps gps;
  CHECK(gps.enable(false) == ErrorCode::None);
  CHECK(gps.auto_track(true) == ErrorCode::None);
  CHECK_FALSE(gps.tracks());
  CHECK(gps.enable(true) == ErrorCode::None);
  CHECK(gps.tracks());
  CHECK(part(gps.ask("PDS Get Auto Tracking State"), "state", "auto tracking state").number() == 1);
  gps.modem.pass(1s);
  CHECK_FALSE(gps.nmea().empty());
  gps.modem.modem().power_on(gps.modem.now());
  gps.client = gps.modem.allocate("PDS");
  CHECK(gps.tracks());
  CHECK(gps.auto_track(false) == ErrorCode::None);
  gps.modem.modem().power_on(gps.modem.now());
  gps.client = gps.modem.allocate("PDS");
  CHECK_FALSE(gps.tracks());
}

TEST_CASE("pds: which sentences there are, where they go and when is configured") {
  Gps gps;
  gps.listen("nmea position reporting");
  const auto configure = [&](std::uint8_t kinds, std::uint8_t output, std::uint8_t reporting) {
    return gps.error("PDS Set NMEA Config",
                     {{"config", Struct{{"sentences", kinds}, {"output", output}, {"reporting", reporting}}}});
  };
  CHECK(configure(0x02, 0, 0) == ErrorCode::None);
  gps.start(100, 10);
  CHECK(gps.reports(1s) == 1);
  CHECK(gps.nmea().empty());
  CHECK(configure(0x03, 1, 1) == ErrorCode::None);
  CHECK(gps.reports(10s) == 2);
  CHECK(gps.nmea().starts_with("$GPGGA,"));
  CHECK(configure(0x03, 5, 1) == ErrorCode::InvalidArgument);
  CHECK(configure(0x03, 1, 2) == ErrorCode::InvalidArgument);
  CHECK(part(gps.ask("PDS Get NMEA Config"), "config", "sentences").number() == 3);
}

TEST_CASE("pds: a single fix, a fix at once, and one that has to be found anew") {
  auto profile = with_gps();
  profile.settings.gps.fix_after = 3s;
  Gps gps(profile);
  gps.listen("parsed position reporting");
  CHECK(gps.error("PDS Fix Position") == ErrorCode::InvalidOperation);
  CHECK(gps.error("PDS Single Position Fix", {{"position data timeout", std::uint8_t{60}}}) == ErrorCode::None);
  CHECK(gps.reports(3s) == 3);
  CHECK_FALSE(gps.tracks());
  gps.start(100, 60);
  gps.modem.pass(10s);
  CHECK(gps.error("PDS Fix Position") == ErrorCode::None);
  CHECK(gps.reports(0s) == 1);
  CHECK(gps.error("PDS Reset PDS Data", {{"gps data", 0x1FFFU}}) == ErrorCode::None);
  CHECK(gps.error("PDS Fix Position") == ErrorCode::None);
  const auto searching = indications(gps.modem.pass(0s), "PDS Set Event Report");
  REQUIRE(searching.size() == 1);
  CHECK(part(searching[0], "position session status").number() == 1);
}

TEST_CASE("pds: default session and location servers are kept") {
  Gps gps;
  const auto info = Struct{{"session operation", std::uint8_t{1}},
                           {"position data timeout", std::uint8_t{30}},
                           {"interval", 5U},
                           {"accuracy threshold", 50U}};
  CHECK(part(gps.ask("PDS Get Default Tracking Session"), "info", "interval").number() == 1);
  CHECK(gps.error("PDS Set Default Tracking Session", {{"info", info}}) == ErrorCode::None);
  CHECK(part(gps.ask("PDS Get Default Tracking Session"), "info") == Value(info));
  const auto empty = gps.ask("PDS Get AGPS Config", {{"network mode", std::uint8_t{0}}});
  CHECK(part(empty, "location server address", "port").number() == 0);
  CHECK(gps.error("PDS Set AGPS Config", {{"location server address", Struct{{"ip", "192.0.2.7"}, {"port", 7275U}}}}) ==
        ErrorCode::None);
  CHECK(gps.error("PDS Set AGPS Config", {{"location server url", qmi::Bytes{'x', 0}},
                                          {"network mode of gobi", std::uint8_t{1}}}) == ErrorCode::None);
  const auto umts = gps.ask("PDS Get AGPS Config");
  CHECK(part(umts, "location server address", "ip").text() == "192.0.2.7");
  CHECK(part(umts, "location server url") == Value(qmi::Bytes{}));
  CHECK(part(gps.ask("PDS Get AGPS Config", {{"network mode", std::uint8_t{1}}}), "location server url") ==
        Value(qmi::Bytes{'x', 0}));
  CHECK(gps.error("PDS Get AGPS Config", {{"network mode", std::uint8_t{2}}}) == ErrorCode::InvalidArgument);
}

TEST_CASE("pds: what ofono and ModemManager ask for succeeds, the debug strings of later firmware too") {
  Gps gps;
  CHECK(gps.error("PDS Set Event Report", {{"nmea position reporting", std::uint8_t{1}},
                                           {"nmea debug strings reporting", std::uint8_t{0}}}) == ErrorCode::None);
  Message odd = request("PDS Set Event Report", gps.client);
  odd.set(0x99, qmi::Bytes{1, 2, 3});
  const auto said = gps.modem.send(odd);
  REQUIRE(said.size() == 1);
  CHECK(error_of(said[0]) == ErrorCode::None);
}

TEST_CASE("pds: sentences that nobody fetches have a limit") {
  Gps gps;
  gps.start(UINT32_MAX, UINT32_MAX);
  gps.modem.jump(1h);
  const auto text = gps.nmea();
  CHECK(text.size() <= kMaxNmeaSaid);
  CHECK(text.size() > kMaxNmeaSaid - 100);
  CHECK(text.ends_with("\r\n"));
}

}  // namespace modembench::modem::test
