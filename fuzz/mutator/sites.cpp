#include "fuzz/mutator/sites.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "fuzz/mutator/random.hpp"

namespace modembench::fuzz {

namespace {

std::uint64_t hash(std::string_view name) {
  std::uint64_t all = name.size();
  for (const char c : name) all = all * 131 + static_cast<unsigned char>(c);
  return all;
}

constexpr std::size_t kAddressSize4 = 4;
constexpr std::size_t kAddressSize6 = 16;

}  // namespace

std::uint64_t read_number(qmi::ByteView bytes, bool big_endian) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    number = (number << 8U) | bytes[big_endian ? i : bytes.size() - 1 - i];
  }
  return number;
}

void write_number(std::span<std::uint8_t> bytes, std::uint64_t number, bool big_endian) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[big_endian ? bytes.size() - 1 - i : i] = static_cast<std::uint8_t>(number & 0xFFU);
    number >>= 8U;
  }
}

std::size_t count_width(qmi::Length length) {
  switch (length) {
    case qmi::Length::u8:
      return 1;
    case qmi::Length::u16:
      return 2;
    case qmi::Length::u32:
      return 4;
    case qmi::Length::rest:
    case qmi::Length::fixed:
      break;
  }
  return 0;
}

Sites::Sites(const qmi::TypeSpec& type, qmi::ByteView value) : value_(value) {
  sites_.reserve(16);
  walk(type, {});
}

std::size_t Sites::add(Site::Kind kind, std::size_t size, const qmi::TypeSpec& type, const Place& place) {
  sites_.push_back({.kind = kind,
                    .offset = at_,
                    .size = size,
                    .type = &type,
                    .name = place.name,
                    .index = place.index,
                    .parent = place.parent,
                    .key = mixed(place.key, static_cast<std::uint64_t>(kind))});
  return sites_.size() - 1;
}

bool Sites::walk(const qmi::TypeSpec& type, const Place& place) {
  const std::size_t left = value_.size() - at_;
  if (sites_.size() >= kMaxSites) return false;
  switch (type.shape) {
    case qmi::Shape::integer:
      if (left < type.width) return false;
      add(Site::Kind::integer, type.width, type, place);
      at_ += type.width;
      return true;
    case qmi::Shape::ipv4:
    case qmi::Shape::ipv6: {
      const std::size_t size = type.shape == qmi::Shape::ipv4 ? kAddressSize4 : kAddressSize6;
      if (left < size) return false;
      add(Site::Kind::address, size, type, place);
      at_ += size;
      return true;
    }
    case qmi::Shape::string:
    case qmi::Shape::bytes:
    case qmi::Shape::array:
      return walk_counted(type, place);
    case qmi::Shape::structure:
      break;
  }
  for (const auto& member : type.members) {
    if (member.optional && at_ == value_.size()) break;
    if (!walk(*member.type, {place.parent, member.name, Site::kNone, mixed(place.key, hash(member.name))}))
      return false;
  }
  return true;
}

bool Sites::walk_counted(const qmi::TypeSpec& type, const Place& place) {
  const std::size_t width = count_width(type.length);
  if (value_.size() - at_ < width) return false;
  std::size_t said = type.fixed_length;
  std::size_t count_site = Site::kNone;
  if (width > 0) {
    said = static_cast<std::size_t>(read_number(value_.subspan(at_, width), false));
    count_site = add(Site::Kind::count, width, type, place);
    at_ += width;
  }
  const bool array = type.shape == qmi::Shape::array;
  const std::size_t left = value_.size() - at_;
  if (type.length == qmi::Length::rest) said = left;
  const std::size_t body =
      add(array ? Site::Kind::array : Site::Kind::text, array ? 0 : std::min(said, left), type, place);
  sites_[body].count_site = count_site;
  if (!array) {
    at_ += std::min(said, left);
    return said <= left;
  }
  const bool whole = walk_elements(type, body, said);
  sites_[body].size = at_ - sites_[body].offset;
  return whole;
}

bool Sites::walk_elements(const qmi::TypeSpec& type, std::size_t array, std::size_t count) {
  const std::uint64_t key = sites_[array].key;
  const bool rest = type.length == qmi::Length::rest;
  for (std::size_t i = 0; rest ? at_ < value_.size() : i < count; ++i) {
    if (sites_.size() >= kMaxSites || at_ == value_.size()) return false;
    const Place place{array, {}, i, mixed(key, i)};
    const std::size_t element = add(Site::Kind::element, 0, *type.element, place);
    const std::size_t before = at_;
    const bool whole = walk(*type.element, {element, {}, Site::kNone, place.key});
    sites_[element].size = at_ - before;
    if (!whole) return false;
  }
  return true;
}

std::string Sites::path(const Site& site) const {
  std::string path = site.parent == Site::kNone ? std::string() : this->path(sites_[site.parent]);
  if (site.index != Site::kNone) path += fmt::format("[{}]", site.index);
  if (!site.name.empty()) path += path.empty() ? std::string(site.name) : fmt::format(".{}", site.name);
  return path;
}

}  // namespace modembench::fuzz
