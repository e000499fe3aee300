#pragma once

#include <string>
#include <string_view>
#include <vector>

/// How a modem words what it says. Source: ITU-T V.250, 5.7.
namespace modembench::serial {

/// ATV, ATQ, S3 and S4.
struct AtFormat {
  bool verbose = true;
  bool quiet = false;
  char end = '\r';
  char feed = '\n';
};

/// Whether the line ends a command: OK, ERROR, CONNECT …, NO CARRIER, BUSY, +CME ERROR: … (not RING).
[[nodiscard]] bool is_final_result(std::string_view line);
/// Whether after this result the line carries data.
[[nodiscard]] bool is_connect(std::string_view result);

/// Lines of information before a result; empty for none.
[[nodiscard]] std::string information(const std::vector<std::string>& lines, const AtFormat& format);
/// A result code, in words or by its number; nothing while they are switched off.
[[nodiscard]] std::string result(std::string_view words, const AtFormat& format);
/// A line that nobody asked for; RING is a result code.
[[nodiscard]] std::string unsolicited(const std::string& line, const AtFormat& format);

}  // namespace modembench::serial
