#include "bench/language/gps_reader.hpp"

#include <chrono>
#include <string>

#include <fmt/format.h>

#include "bench/language/read_form.hpp"

namespace modembench::bench {
namespace {

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

std::optional<double> read_course(Reader& reader, const YamlNode& node) {
  return read_decimal(reader, node, 0, 359.99);
}

std::optional<std::int64_t> read_utc(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto time = parse_time(*text);
  if (!time) {
    reader.mistake(node, fmt::format("should be a time of UTC from 1980-01-06 on such as 2012-06-18T12:00:00Z, is {}",
                                     describe(node)));
  }
  return time;
}

}  // namespace modembench::bench
