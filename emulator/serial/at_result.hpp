#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The wording of results and information. Source: ITU-T V.250, 5.7.
namespace modembench::serial {

/// The format that ATV, ATQ, S3 and S4 set.
struct AtFormat {
  bool verbose = true;
  bool quiet = false;
  char end = '\r';
  char feed = '\n';
};

/// Whether the line ends a command: OK, ERROR, CONNECT …, NO CARRIER, BUSY, +CME ERROR: … (not RING).
[[nodiscard]] bool is_final_result(std::string_view line);
/// Whether the line carries data after this result.
[[nodiscard]] bool is_connect(std::string_view result);

/// Lines of information as they stand before a result; empty for none.
[[nodiscard]] std::string information(const std::vector<std::string>& lines, const AtFormat& format);
/// A result code, in words or by its number; empty while result codes are switched off.
[[nodiscard]] std::string result(std::string_view words, const AtFormat& format);
/// A line that no command asked for; RING is a result code.
[[nodiscard]] std::string unsolicited(const std::string& line, const AtFormat& format);

}  // namespace modembench::serial
