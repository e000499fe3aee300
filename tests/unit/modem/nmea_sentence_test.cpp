#include <catch2/catch.hpp>

#include "emulator/modem/nmea.hpp"
#include "emulator/modem/settings/gps.hpp"

namespace modembench::modem {

namespace {

using MessageKind = qmi::pds::NmeaSentence;
constexpr MessageKind kAll{0x1F};

std::string all(const GpsFix& fix, MessageKind kinds = kAll) {
  std::string text;
  for (const auto& sentence : nmea_sentences(fix, kinds)) text += sentence;
  return text;
}

GpsSettings greenwich() {
  GpsSettings settings;
  settings.latitude = 51.4779;
  settings.longitude = -0.0015;
  settings.altitude = 45.5;
  settings.time = 1340020800;  // 2012-06-18T12:00:00Z
  return settings;
}

}  // namespace

TEST_CASE("nmea: a checksum is that of the books") {
  // The example of many descriptions of NMEA 0183.
  CHECK(nmea_sentence("GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,") ==
        "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n");
}

TEST_CASE("nmea: without a fix the fields are empty") {
  CHECK(all({}) ==
        "$GPGSV,1,1,00*79\r\n"
        "$GPGGA,,,,,,0,,,,,,,,*66\r\n"
        "$GPVTG,,T,,M,,N,,K,N*2C\r\n"
        "$GPRMC,,V,,,,,,,,,,N*53\r\n"
        "$GPGSA,A,1,,,,,,,,,,,,,,,*1E\r\n");
}

TEST_CASE("nmea: a fix says where and when") {
  const auto text = all(gps_fix(greenwich(), Instant{}, Instant(std::chrono::milliseconds(2345))));
  CHECK(text.find("$GPGGA,120002.3,5128.674000,N,00000.090000,W,1,08,0.9,45.5,M,,M,,*") != std::string::npos);
  CHECK(text.find("$GPRMC,120002.3,A,5128.674000,N,00000.090000,W,0.0,0.0,180612,,,A*") != std::string::npos);
  CHECK(text.find("$GPGSA,A,3,03,06,07,13,16,19,23,30,,,,,1.6,0.9,1.3*") != std::string::npos);
  CHECK(text.find("$GPGSV,2,2,08,16,72,148,43,") != std::string::npos);
}

TEST_CASE("nmea: speed is told in knots and in km/h") {
  auto settings = greenwich();
  settings.speed = 185.2;
  settings.course = 270;
  const auto text = all(gps_fix(settings, Instant{}, Instant{}));
  CHECK(text.find("$GPVTG,270.0,T,,M,100.0,N,185.2,K,A*") != std::string::npos);
}

TEST_CASE("nmea: minutes never reach sixty, and the south and the east have their letters") {
  auto settings = greenwich();
  settings.latitude = -(34 - 1e-12);
  settings.longitude = 151.2;
  const auto text = all(gps_fix(settings, Instant{}, Instant{}));
  CHECK(text.find(",3400.000000,S,15112.000000,E,") != std::string::npos);
  settings.latitude = -90;
  settings.longitude = 180;
  CHECK(all(gps_fix(settings, Instant{}, Instant{})).find(",9000.000000,S,18000.000000,E,") != std::string::npos);
}

TEST_CASE("nmea: the day goes on at midnight") {
  const auto text = all(gps_fix(greenwich(), Instant{}, Instant(std::chrono::hours(12))));
  CHECK(text.find("$GPRMC,000000.0,") != std::string::npos);
  CHECK(text.find(",190612,") != std::string::npos);
}

TEST_CASE("nmea: only the kinds that are wanted, and no sentence above 82 characters") {
  const auto fix = gps_fix(greenwich(), Instant{}, Instant{});
  CHECK(nmea_sentences(fix, MessageKind{}).empty());
  CHECK(nmea_sentences(fix, MessageKind::RMC).size() == 1);
  CHECK(nmea_sentences(fix, kAll).size() == 6);
  for (const auto& sentence : nmea_sentences(fix, kAll)) {
    INFO(sentence);
    CHECK(sentence.size() <= 82);  // NMEA 0183, with $ and line end
  }
}

TEST_CASE("gps: a fix comes after its time, or never") {
  auto settings = greenwich();
  settings.fix_after = std::chrono::seconds(30);
  CHECK_FALSE(gps_fix(settings, Instant(std::chrono::seconds(10)), Instant(std::chrono::seconds(39))).valid);
  CHECK(gps_fix(settings, Instant(std::chrono::seconds(10)), Instant(std::chrono::seconds(40))).valid);
  settings.fix = false;
  CHECK_FALSE(gps_fix(settings, Instant{}, Instant(std::chrono::hours(1))).valid);
}

}  // namespace modembench::modem
