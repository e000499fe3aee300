#include "bench/language/gps_reader.hpp"

#include <fmt/format.h>

#include "bench/language/moment.hpp"
#include "bench/language/read_form.hpp"

namespace modembench::bench {

std::optional<double> read_course(Reader& reader, const YamlNode& node) {
  return read_decimal(reader, node, 0, 359.99);
}

std::optional<std::int64_t> read_utc(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto moment = parse_moment(*text, kUtcShape);
  if (moment && *moment >= kGpsEpoch) return moment->time_since_epoch().count();
  reader.mistake(node, fmt::format("should be a time of UTC from 1980-01-06 on such as 2012-06-18T12:00:00Z, is {}",
                                   describe(node)));
  return std::nullopt;
}

}  // namespace modembench::bench
