#include "bench/language/gps_reader.hpp"
#include "bench/language/grammar/maps.hpp"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace modembench::bench {
namespace {

std::optional<double> read_decimal(Reader& reader, const YamlNode& node, double least, double most) {
  double number = 0;
  const auto* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, number, std::chars_format::fixed);
  const bool whole = node.kind == YamlNode::Kind::text && error == std::errc{} && stop == end;
  if (whole && number >= least && number <= most) return number;
  reader.mistake(node, fmt::format("should be a number from {} to {}, is {}", least, most, describe(node)));
  return std::nullopt;
}

/// The number that `length` digits from `at` on say.
std::optional<int> digits(const std::string& text, std::size_t at, std::size_t length) {
  int number = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

/// "2012-06-18T12:00:00Z" in seconds since 1970.
std::optional<std::int64_t> parse_time(const std::string& text) {
  using namespace std::chrono;
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] != 'd' && kForm[i] != text[i]) return std::nullopt;
  }
  const auto of_year = digits(text, 0, 4);
  const auto of_month = digits(text, 5, 2);
  const auto of_day = digits(text, 8, 2);
  const auto of_hour = digits(text, 11, 2);
  const auto of_minute = digits(text, 14, 2);
  const auto of_second = digits(text, 17, 2);
  if (!of_year || !of_month || !of_day || !of_hour || !of_minute || !of_second) return std::nullopt;
  const year_month_day date{year{*of_year}, month{static_cast<unsigned>(*of_month)},
                            day{static_cast<unsigned>(*of_day)}};
  // GPS began on 6 January 1980.
  if (!date.ok() || sys_days{date} < sys_days{year{1980} / 1 / 6}) return std::nullopt;
  if (*of_hour > 23 || *of_minute > 59 || *of_second > 59) return std::nullopt;
  return duration_cast<seconds>(sys_days{date}.time_since_epoch()).count() + *of_hour * 3600 + *of_minute * 60 +
         *of_second;
}

}  // namespace

void read_gps(Reader& reader, const YamlNode& node, modem::GpsSettings& gps) {
  MapReader map(reader, node, grammar::gps);
  const auto decimal = [&](std::string_view key, double least, double most, double& place) {
    const auto* value = map.find(key);
    if (value != nullptr) place = read_decimal(reader, *value, least, most).value_or(place);
  };
  if (const auto* fix = map.find("fix")) gps.fix = reader.truth(*fix).value_or(gps.fix);
  if (const auto* after = map.find("fix after")) gps.fix_after = reader.duration(*after).value_or(gps.fix_after);
  decimal("latitude", -90, 90, gps.latitude);
  decimal("longitude", -180, 180, gps.longitude);
  decimal("altitude", -1000, 18000, gps.altitude);  // a receiver that may be exported ends at 18 km
  decimal("speed", 0, 1854, gps.speed);             // … and at 1000 knots
  decimal("course", 0, 359.99, gps.course);
  const auto* time = map.find("time");
  const auto text = time != nullptr ? reader.text(*time) : std::nullopt;
  if (!text) return;
  if (const auto parsed = parse_time(*text)) {
    gps.time = *parsed;
  } else {
    reader.mistake(*time, fmt::format("should be a time of UTC from 1980-01-06 on such as 2012-06-18T12:00:00Z, is {}",
                                      describe(*time)));
  }
}

}  // namespace modembench::bench
