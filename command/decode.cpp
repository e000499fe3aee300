#include <algorithm>
#include <cctype>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/terminal.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/qmux.hpp"

namespace modembench::command {
namespace {

/// Hexadecimal with anything between the bytes that people and logs put there ("01:0C:00", "01 0c 00").
/// Nothing if a character can't be part of that; `wrong` is then where it stands.
std::optional<qmi::Bytes> bytes_from(const std::string& text, std::size_t& wrong) {
  qmi::Bytes bytes;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isxdigit(c) != 0) {
      digits += text[i];
      wrong = i;
      if (digits.size() < 2) continue;
      bytes.push_back(static_cast<std::uint8_t>(std::stoul(digits, nullptr, 16)));
      digits.clear();
    } else if ((std::isspace(c) == 0 && c != ':' && c != ',' && c != '-') || !digits.empty()) {
      wrong = i;
      return std::nullopt;
    }
  }
  if (!digits.empty()) return std::nullopt;
  return bytes;
}

}  // namespace

int decode(const DecodeArguments& arguments) {
  std::string text = fmt::format("{}", fmt::join(arguments.hex, " "));
  if (text.empty() || text == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  std::size_t wrong = 0;
  const auto bytes = bytes_from(text, wrong);
  if (!bytes) {
    complain(fmt::format("character {} ('{}') of the input isn't part of a byte in hexadecimal", wrong + 1,
                         trace::printable(text.substr(wrong, 1))));
    return kUnusable;
  }
  qmi::QmuxStream stream;
  stream.append(*bytes);
  int status = kAllPassed;
  for (;;) {
    const auto frame = stream.next();
    if (!frame) {
      print("not QMUX: {}\n", frame.error().to_string());
      status = kUnusable;
      continue;
    }
    if (!frame->has_value()) break;
    print("{}\n", Lines{qmi::describe_frame(**frame)});
    if (!qmi::decode(**frame)) status = kUnusable;
  }
  if (stream.pending() > 0) {
    print("{} bytes are left that are no whole frame\n", stream.pending());
    status = kUnusable;
  }
  return status;
}

}  // namespace modembench::command
