#include "emulator/qmi/address.hpp"

#include <charconv>
#include <cstddef>
#include <iterator>
#include <vector>

#include <fmt/format.h>

namespace modembench::qmi {

namespace {

/// The whole number without sign that all of `text` is; nothing if it is none.
std::optional<std::uint16_t> parse_part(std::string_view text, int base, std::size_t most_digits) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  const bool whole = !text.empty() && end == text.data() + text.size();
  if (!whole || error != std::errc{} || text.size() > most_digits) return std::nullopt;
  return number;
}

using Groups = std::vector<std::uint16_t>;

/// The groups between colons; an empty text has none.
std::optional<Groups> parse_groups(std::string_view text) {
  Groups groups;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const auto group = parse_part(text.substr(0, colon), 16, 4);
    if (!group || (colon != std::string_view::npos && colon + 1 == text.size())) return std::nullopt;
    groups.push_back(*group);
    text = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  }
  return groups;
}

struct Run {
  std::size_t begin = 8;
  std::size_t length = 0;
};

/// The run of zero groups that "::" stands for: the longest of two or more, the first of several.
Run longest_zeros(const std::array<std::uint16_t, 8>& groups) {
  Run best;
  Run run;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] != 0) {
      run.length = 0;
      continue;
    }
    if (run.length++ == 0) run.begin = i;
    if (run.length >= 2 && run.length > best.length) best = run;
  }
  return best;
}

}  // namespace

std::string format_ipv4(const Ipv4Bytes& bytes) {
  std::array<char, sizeof "255.255.255.255"> text{};
  char* end = text.data();
  for (const std::uint8_t byte : bytes) {
    if (end != text.data()) *end++ = '.';
    end = std::to_chars(end, text.data() + text.size(), byte).ptr;
  }
  return std::string(text.data(), end);
}

std::optional<Ipv4Bytes> parse_ipv4(std::string_view text) {
  Ipv4Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool last = i + 1 == bytes.size();
    const std::size_t dot = last ? text.size() : text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto part = parse_part(text.substr(0, dot), 10, 3);
    if (!part || *part > 255) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(*part);
    text.remove_prefix(last ? dot : dot + 1);
  }
  return bytes;
}

std::string format_ipv6(const Ipv6Bytes& bytes) {
  std::array<std::uint16_t, 8> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i] = static_cast<std::uint16_t>((bytes[2 * i] << 8) | bytes[2 * i + 1]);
  }
  const Run zeros = longest_zeros(groups);
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == zeros.begin) {
      text += "::";
      i += zeros.length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text.push_back(':');
    fmt::format_to(std::back_inserter(text), "{:x}", groups[i]);
  }
  return text;
}

std::optional<Ipv6Bytes> parse_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  const auto head = parse_groups(text.substr(0, gap));
  const auto tail = parse_groups(has_gap ? text.substr(gap + 2) : std::string_view{});
  if (!head || !tail) return std::nullopt;
  const std::size_t count = head->size() + tail->size();
  if (has_gap ? count > 7 : count != 8) return std::nullopt;
  Groups groups = *head;
  groups.resize(8 - tail->size(), 0);
  groups.insert(groups.end(), tail->begin(), tail->end());
  Ipv6Bytes bytes{};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
    bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xFF);
  }
  return bytes;
}

}  // namespace modembench::qmi
