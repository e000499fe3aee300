#include "emulator/trace/printable.hpp"

#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace modembench::trace {
namespace {

void put_escaped(std::string& out, std::uint8_t byte) {
  if (byte == '\n') {
    out += "\\n";
  } else if (byte == '\r') {
    out += "\\r";
  } else if (byte == '\t') {
    out += "\\t";
  } else {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
  }
}

bool is_ascii_text(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7F; }

}  // namespace

std::size_t utf8_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  std::size_t size = 0;
  if (first >= 0xC2 && first <= 0xDF) size = 2;
  if (first >= 0xE0 && first <= 0xEF) size = 3;
  if (first >= 0xF0 && first <= 0xF4) size = 4;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const std::uint8_t second = byte(1);
  if (first == 0xC2 && second < 0xA0) return 0;
  if (first == 0xE0 && second < 0xA0) return 0;
  if (first == 0xED && second > 0x9F) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second > 0x8F) return 0;
  return size;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto first = static_cast<std::uint8_t>(text.front());
    const std::size_t size = utf8_character(text);
    if (size == 0 || (size == 1 && !is_ascii_text(first))) {
      put_escaped(out, first);
      text.remove_prefix(1);
    } else {
      out += text.substr(0, size);
      text.remove_prefix(size);
    }
  }
  return out;
}

std::string quoted(qmi::ByteView bytes) {
  std::string out = "\"";
  for (const std::uint8_t byte : bytes) {
    if (byte == '"' || byte == '\\') out.push_back('\\');
    if (is_ascii_text(byte)) {
      out.push_back(static_cast<char>(byte));
    } else {
      put_escaped(out, byte);
    }
  }
  out.push_back('"');
  return out;
}

}  // namespace modembench::trace
