#include "emulator/modem/nmea.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "emulator/qmi/flags.hpp"

namespace modembench::modem {

namespace {

using Kind = qmi::pds::NmeaSentence;

constexpr double kKmhOfAKnot = 1.852;
constexpr std::size_t kSatellitesOfAGsv = 4;
constexpr std::size_t kSatellitesOfAGsa = 12;

/// Degrees and minutes as NMEA has them, "5230.978000,N"; rounded once, so that there are never 60 minutes.
std::string angle(double degrees, int digits, char positive, char negative) {
  constexpr std::int64_t kMicroMinutes = 60'000'000;  // of a degree
  const std::int64_t all = std::llround(std::abs(degrees) * static_cast<double>(kMicroMinutes));
  const std::int64_t minutes = all % kMicroMinutes;
  return fmt::format("{:0{}}{:02}.{:06},{}", all / kMicroMinutes, digits, minutes / 1'000'000, minutes % 1'000'000,
                     degrees < 0 ? negative : positive);
}

std::string position(const GpsFix& fix) {
  return angle(fix.latitude, 2, 'N', 'S') + "," + angle(fix.longitude, 3, 'E', 'W');
}

std::string time_of_day(const GpsFix& fix) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(fix.time)};
  const hh_mm_ss clock{time - floor<days>(time)};
  return fmt::format("{:02}{:02}{:02}.{}", clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count() / 100);
}

std::string date(const GpsFix& fix) {
  using namespace std::chrono;
  const year_month_day day{floor<days>(sys_time<milliseconds>{milliseconds(fix.time)})};
  return fmt::format("{:02}{:02}{:02}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month()),
                     static_cast<int>(day.year()) % 100);
}

std::string gga(const GpsFix& fix) {
  if (!fix.valid) return "GPGGA,,,,,,0,,,,,,,,";
  // How far the sea stands from the ellipsoid here isn't said by the settings: empty.
  return fmt::format("GPGGA,{},{},1,{:02},{:.1f},{:.1f},M,,M,,", time_of_day(fix), position(fix), fix.satellites.size(),
                     kHorizontalDop, fix.altitude);
}

std::string vtg(const GpsFix& fix) {
  if (!fix.valid) return "GPVTG,,T,,M,,N,,K,N";
  return fmt::format("GPVTG,{:.1f},T,,M,{:.1f},N,{:.1f},K,A", fix.course, fix.speed / kKmhOfAKnot, fix.speed);
}

std::string rmc(const GpsFix& fix) {
  if (!fix.valid) return "GPRMC,,V,,,,,,,,,,N";
  return fmt::format("GPRMC,{},A,{},{:.1f},{:.1f},{},,,A", time_of_day(fix), position(fix), fix.speed / kKmhOfAKnot,
                     fix.course, date(fix));
}

std::string gsa(const GpsFix& fix) {
  std::string body = fmt::format("GPGSA,A,{}", fix.valid ? 3 : 1);
  for (std::size_t i = 0; i < kSatellitesOfAGsa; ++i) {
    body += i < fix.satellites.size() ? fmt::format(",{:02}", fix.satellites[i].prn) : ",";
  }
  body += fix.valid ? fmt::format(",{:.1f},{:.1f},{:.1f}", kPositionDop, kHorizontalDop, kVerticalDop) : ",,,";
  return body;
}

void put_gsv(std::vector<std::string>& sentences, const GpsFix& fix) {
  const auto all = fix.satellites;
  const std::size_t count = std::max<std::size_t>(1, (all.size() + kSatellitesOfAGsv - 1) / kSatellitesOfAGsv);
  for (std::size_t i = 0; i < count; ++i) {
    std::string body = fmt::format("GPGSV,{},{},{:02}", count, i + 1, all.size());
    const auto rest = all.subspan(std::min(all.size(), i * kSatellitesOfAGsv));
    for (const auto& one : rest.first(std::min(rest.size(), kSatellitesOfAGsv))) {
      body += fmt::format(",{:02},{:02},{:03},{:02}", one.prn, one.elevation, one.azimuth, one.signal);
    }
    sentences.push_back(nmea_sentence(body));
  }
}

}  // namespace

std::string nmea_sentence(std::string_view body) {
  unsigned sum = 0;
  for (const char c : body) sum ^= static_cast<std::uint8_t>(c);
  return fmt::format("${}*{:02X}\r\n", body, sum);
}

std::vector<std::string> nmea_sentences(const GpsFix& fix, Kind kinds) {
  const auto wanted = [&](Kind kind) { return qmi::has(kinds, kind); };
  std::vector<std::string> sentences;
  if (wanted(Kind::GSV)) put_gsv(sentences, fix);
  if (wanted(Kind::GGA)) sentences.push_back(nmea_sentence(gga(fix)));
  if (wanted(Kind::VTG)) sentences.push_back(nmea_sentence(vtg(fix)));
  if (wanted(Kind::RMC)) sentences.push_back(nmea_sentence(rmc(fix)));
  if (wanted(Kind::GSA)) sentences.push_back(nmea_sentence(gsa(fix)));
  return sentences;
}

}  // namespace modembench::modem
