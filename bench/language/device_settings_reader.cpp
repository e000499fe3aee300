#include "bench/language/device_settings_reader.hpp"

#include <chrono>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/moment.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/value_reader.hpp"

namespace modembench::bench {
namespace {

/// So many images of a type fit List Stored Images with room to spare; a real modem has a handful.
constexpr std::size_t kMaxImages = 32;

}  // namespace

std::optional<std::uint64_t> read_date(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto moment = parse_moment(*text, kMomentShape);
  if (moment && *moment >= kGpsEpoch) {
    return static_cast<std::uint64_t>(std::chrono::milliseconds(*moment - kGpsEpoch).count());
  }
  reader.mistake(
      node, fmt::format("should be a date from 1980-01-06 on, such as 2011-06-07 12:00:00, is {}", describe(node)));
  return std::nullopt;
}

Changes<modem::ImageSettings> read_boot_version(Reader& reader, const YamlNode& node) {
  const auto version = read_version(reader, node);
  if (!version) return {};
  return {[version = *version](modem::ImageSettings& image) {
    image.boot_major = version.major;
    image.boot_minor = version.minor;
  }};
}

std::optional<std::vector<modem::ImageSettings>> read_images(Reader& reader, const YamlNode& node) {
  const auto items = reader.one_or_list(node);
  if (items.size() > kMaxImages) {
    reader.mistake(node, fmt::format("should have {} images at most, has {}", kMaxImages, items.size()));
    return std::nullopt;
  }
  std::vector<modem::ImageSettings> images;
  for (const auto& item : items) read_into(reader, item, grammar::image, images.emplace_back());
  return images;
}

}  // namespace modembench::bench
